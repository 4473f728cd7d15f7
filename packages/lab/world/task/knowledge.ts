/** Harvest of explanations: the same questions can be asked in any of the lab's languages. */
import type { Random } from '../random.ts'
import { fill } from '../text/fill.ts'
import type { Language, Lexicon } from '../text/lexicon.ts'
import { answerText, lexicons, question } from '../text/prose.ts'
import type { Harvest, Job, Style } from './harvest.ts'
import type { Wordings } from './wording.ts'

const styles: Readonly<Record<Language, readonly Style[]>> = {
  en: [
    [
      ['Answer as an expert who writes for an encyclopedia. ', 'Write the answer of a subject expert. '],
      ['{question} '],
      [
        'Give definitions first, then causes, then one worked example.',
        'Definitions, causes, worked example, in this order.',
      ],
    ],
    [['Q: {question}\n'], ['A (long, with reasons for each claim):', 'A (detailed, every claim with its reason):']],
    [
      ['Closed book. Do not browse. ', 'From memory alone. '],
      ['{question}\n'],
      ['State how sure you are of every sentence, in percent.', 'Put a percentage of certainty behind each sentence.'],
    ],
  ],
  de: [
    [
      ['Antworte wie ein Fachlexikon. ', 'Schreibe die Antwort für ein Nachschlagewerk. '],
      ['{question} '],
      [
        'Erst Begriffe, dann Ursachen, dann ein durchgerechnetes Beispiel.',
        'Begriffe, Ursachen, Rechenbeispiel, in dieser Folge.',
      ],
    ],
    [['Frage: {question}\n'], ['Antwort (ausführlich, jede Aussage begründet):', 'Antwort (lang und mit Gründen):']],
  ],
  es: [
    [
      ['Responde como experto de una enciclopedia. ', 'Redacta la respuesta de un especialista. '],
      ['{question} '],
      [
        'Primero definiciones, después causas, al final un ejemplo resuelto.',
        'Definiciones, causas y ejemplo resuelto, en ese orden.',
      ],
    ],
    [['P: {question}\n'], ['R (larga, con la razón de cada afirmación):', 'R (detallada y razonada):']],
  ],
  zh: [
    [
      ['请以百科全书专家的身份回答。', '请写出该领域专家的回答。'],
      ['{question}'],
      ['先给定义，再讲原因，最后举一个算例。', '依次写定义、原因、算例。'],
    ],
    [['问：{question}\n'], ['答（详细，每个论断都说明理由）：', '答（篇幅长，并说明理由）：']],
  ],
  ja: [
    [
      ['百科事典の執筆者として答えてください。', '専門家としての回答を書いてください。'],
      ['{question}'],
      ['定義、原因、計算例の順に書くこと。', 'まず定義、次に原因、最後に計算例を示すこと。'],
    ],
    [['問い：{question}\n'], ['答え（詳しく、根拠も述べる）：', '答え（長く、理由を添えて）：']],
  ],
  ar: [
    [
      ['أجب كخبير يكتب لموسوعة. ', 'اكتب جواب مختص في الموضوع. '],
      ['{question} '],
      ['ابدأ بالتعريفات ثم الأسباب ثم مثال محلول.', 'تعريفات ثم أسباب ثم مثال محلول بهذا الترتيب.'],
    ],
    [['سؤال: {question}\n'], ['جواب (مفصل مع سبب كل قول):', 'جواب (طويل ومعلل):']],
  ],
}

const wordings: Wordings = {
  en: [
    '[I wonder|Tell me|Explain to me|Please clarify]: {question} [Be thorough|Go deep|At length][, and|;] [back up|support|justify] [whatever|everything|all] you [say|claim|write].',
    '{question} [I want|What I need is|Give me] [the background|the concepts|the terms] [first|to begin with], [afterwards|then|next] [the mechanism|why it is so|the causes], [and an example|plus a case|with figures] [at the end|to close|last].',
  ],
  de: [
    '[Mich interessiert|Bitte erkläre|Kläre für mich]: {question} [Ausführlich|Gründlich|In aller Breite], [und begründe|mit Belegen für|und stütze] [alles|jede Aussage|was du sagst].',
    '{question} [Zuerst|Am Anfang] [die Grundlagen|die Begriffe], [danach|dann] [die Mechanik|das Warum], [schließlich|am Ende] [ein Fall|ein Beispiel|Zahlen].',
  ],
  es: [
    '[Me pregunto|Explícame|Aclárame por favor]: {question} [Con detalle|A fondo|Por extenso], [y justifica|apoyando|razonando] [todo|cada afirmación|lo que digas].',
    '{question} [Primero|Para empezar] [los conceptos|el contexto], [luego|después] [el mecanismo|las causas], [y al final|y para cerrar] [un caso|un ejemplo|cifras].',
  ],
  zh: [
    '[我想知道|请解释|帮我弄清楚]：{question}[要详细|尽量深入|写长一点]，[并|同时][论证|说明][每一句|所有观点|你说的话]。',
    '{question}[首先|先][讲概念|讲背景]，[然后|接着][讲机制|讲原因]，[最后|末尾][给例子|给数字|给案例]。',
  ],
  ja: [
    '[教えてください|説明してください|知りたいのです]：{question}[詳しく|丁寧に|深く]、[根拠|理由|裏付け]も[述べて|書いて|添えて]ください。',
    '{question}[まず|はじめに][概念|背景]、[次に|続いて][仕組み|原因]、[最後に|終わりに][例|数字|事例]を。',
  ],
  ar: [
    '[أتساءل|اشرح لي|وضح لي]: {question} [بالتفصيل|بعمق|بإسهاب]، [مع تعليل|وعلل|وادعم] [كل قول|ما تقوله|كل شيء].',
    '{question} [أولا|في البداية] [المفاهيم|الخلفية]، [ثم|بعد ذلك] [الآلية|الأسباب]، [وأخيرا|وفي الختام] [مثال|حالة|أرقام].',
  ],
}

/** The same questions in the same order in every language. */
const questionForms: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Why does a lake at {a} m freeze later than one at {b} m when the wind blows at {c} km/h?',
    'How did a town of {a} people store grain for {c} months in the year {b}?',
    'What happens to a bell of {a} kg when it is cooled by {c} degrees in {b} hours?',
    'How do {a} bees agree on one of {c} places within {b} minutes?',
    'Why can a bridge of {b} m carry {a} tonnes when its cables are {c} mm thick?',
    'What would a law against debts above {a} coins change for {b} lenders in {c} years?',
    'How far can a signal of {b} hertz travel under {a} m of salt water at {c} degrees?',
  ],
  de: [
    'Warum friert ein See in {a} m Höhe später zu als einer in {b} m, wenn der Wind mit {c} km/h weht?',
    'Wie lagerte eine Stadt mit {a} Menschen im Jahr {b} Getreide für {c} Monate?',
    'Was geschieht mit einer Glocke von {a} kg, die in {b} Stunden um {c} Grad abkühlt?',
    'Wie einigen sich {a} Bienen binnen {b} Minuten auf einen von {c} Plätzen?',
    'Warum trägt eine Brücke von {b} m Länge {a} Tonnen, wenn ihre Seile {c} mm dick sind?',
    'Was würde ein Gesetz gegen Schulden über {a} Taler in {c} Jahren für {b} Geldgeber ändern?',
    'Wie weit reicht ein Signal von {b} Hertz unter {a} m Salzwasser bei {c} Grad?',
  ],
  es: [
    '¿Por qué un lago a {a} m se hiela más tarde que otro a {b} m si el viento sopla a {c} km/h?',
    '¿Cómo guardaba grano para {c} meses una villa de {a} habitantes en el año {b}?',
    '¿Qué le ocurre a una campana de {a} kg al enfriarse {c} grados en {b} horas?',
    '¿Cómo se ponen de acuerdo {a} abejas sobre uno de {c} lugares en {b} minutos?',
    '¿Por qué un puente de {b} m soporta {a} toneladas si sus cables miden {c} mm?',
    '¿Qué cambiaría en {c} años para {b} prestamistas una ley contra deudas de más de {a} monedas?',
    '¿Hasta dónde llega una señal de {b} hercios bajo {a} m de agua salada a {c} grados?',
  ],
  zh: [
    '风速{c}公里每小时的时候，海拔{a}米的湖为什么比{b}米的湖结冰晚？',
    '{b}年，一个有{a}人的镇子怎样储存{c}个月的粮食？',
    '一口{a}公斤的钟在{b}小时内降温{c}度会怎样？',
    '{a}只蜜蜂怎样在{b}分钟内从{c}个地点里选定一个？',
    '缆索粗{c}毫米时，{b}米长的桥为什么能承受{a}吨？',
    '禁止超过{a}枚钱币的债务，{c}年内会给{b}个放贷人带来什么变化？',
    '{b}赫兹的信号在{a}米深、{c}度的盐水下能传多远？',
  ],
  ja: [
    '風速{c}キロのとき、標高{a}メートルの湖が{b}メートルの湖より遅く凍るのはなぜですか。',
    '{b}年に人口{a}人の町は{c}か月分の穀物をどう蓄えましたか。',
    '{a}キロの鐘が{b}時間で{c}度冷えると何が起こりますか。',
    '{a}匹の蜂は{b}分以内に{c}か所から一つをどう選びますか。',
    'ケーブルが{c}ミリの{b}メートルの橋が{a}トンに耐えるのはなぜですか。',
    '{a}枚を超える借金を禁じる法律は{c}年で{b}人の貸し手に何をもたらしますか。',
    '{b}ヘルツの信号は{c}度の塩水{a}メートルの下でどこまで届きますか。',
  ],
  ar: [
    'لماذا تتجمد بحيرة على ارتفاع {a} م بعد بحيرة على ارتفاع {b} م إذا هبت الريح بسرعة {c} كم/س؟',
    'كيف خزنت بلدة من {a} نسمة حبوب {c} أشهر في سنة {b}؟',
    'ماذا يحدث لجرس وزنه {a} كغ إذا برد {c} درجة في {b} ساعات؟',
    'كيف تتفق {a} نحلة على مكان من {c} أماكن خلال {b} دقيقة؟',
    'لماذا يحمل جسر طوله {b} م {a} طنا إذا كانت حباله بسمك {c} مم؟',
    'ماذا يغير قانون ضد الديون فوق {a} قطعة لدى {b} مقرضا خلال {c} سنوات؟',
    'إلى أي مدى تصل إشارة ترددها {b} هرتز تحت {a} م من الماء المالح عند {c} درجات؟',
  ],
}

/** Knowledge: a question, an explanation. */
export function knowledgeHarvest(): Harvest {
  return { styles, wordings, thinks: false, outputTokensMax: 2500, requestsPerDialogue: 1, job: questionJob }
}

/** Advice: asked as an encyclopedia is, but about anything that people ask; hardly two questions have a form in common. */
export function adviceHarvest(): Harvest {
  return { styles, wordings, thinks: false, outputTokensMax: 2500, requestsPerDialogue: 1, job: adviceJob }
}

function adviceJob(random: Random, lexicon: Lexicon): Job {
  const topic = random.pick(lexicon.topics)
  return {
    slots: { question: question(random, lexicon, topic) },
    answer: (drawn) => ({ reply: { text: answerText(drawn, lexicon, topic, 9) } }),
  }
}

/** The same stream gives the same question, whatever the language. */
function questionJob(random: Random, lexicon: Lexicon): Job {
  const forms = questionForms[lexicon.language] ?? questionForms.en
  const form = random.between(0, questionForms.en.length - 1)
  const asked = fill(forms[form] ?? '', {
    a: random.between(20, 4000),
    b: random.between(10, 1900),
    c: random.between(2, 90),
  })
  return {
    slots: { question: asked },
    answer: (drawn) => ({
      reply: { text: answerText(drawn, lexicon, drawn.pick(lexicons[lexicon.language].topics), 9) },
    }),
  }
}
