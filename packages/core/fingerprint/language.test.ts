// A language is told by its script or by its commonest words; code and names are no language.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOf, languages } from './language.ts'
import { Words } from './words.ts'

const told = (text: string): string => {
  const words = new Words()
  words.add(text)
  return languages[languageOf(words, text)]!
}

const cases: readonly (readonly [language: string, text: string])[] = [
  ['en', 'What is the best way to explain this theorem to a child?'],
  ['es', 'Explica cómo se calcula el área para los triángulos y por qué está bien.'],
  ['fr', 'Expliquez pour les enfants le calcul des surfaces dans une figure.'],
  ['de', 'Wie ist das zu verstehen und warum ist die Fläche nicht so groß?'],
  ['pt', 'Você sabe por que os triângulos são assim? Isso não está em uma tabela.'],
  ['id', 'Jelaskan dengan singkat apa itu segitiga dan untuk apa yang ini.'],
  ['vi', 'Hãy giải thích cho một học sinh những bước của bài toán này.'],
  ['ru', 'Объясните, пожалуйста, как решить эту задачу.'],
  ['zh', '请用中文解释这个定理的证明。'],
  ['ja', 'この定理の証明を日本語で説明してください。'],
  ['ko', '이 정리를 증명해 주세요.'],
  ['ar', 'اشرح لي هذه النظرية خطوة بخطوة'],
  ['', 'SELECT a, b FROM t WHERE x = 3;'],
  ['', 'parseInt("12")'],
  ['', ''],
]
for (const [language, text] of cases)
  test(`"${text.slice(0, 24)}" is ${language || 'no language'}`, () => assert.equal(told(text), language))

test('a foreign word in an English question does not make it foreign', () =>
  assert.equal(told('What is the meaning of the word 民主 and how is it used in the press?'), 'en'))
