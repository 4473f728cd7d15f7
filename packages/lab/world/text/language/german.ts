import type { Lexicon } from '../lexicon.ts'

const words = (list: string): readonly string[] => list.split('|')

/** German. */
export const german: Lexicon = {
  language: 'de',
  homes: [['DE', 1]],
  joiner: ' ',
  stop: '.',
  topics: words(
    'eine tropfende Heizung|den Mietvertrag|einen Gemüsegarten|die Steuererklärung|ein gebrauchtes Fahrrad|eine Hochzeitsrede|Sauerteigbrot|meinen Umzug|Rückenschmerzen|einen Hund aus dem Tierheim|die Kündigung beim Anbieter|eine Wanderung mit Kindern|ein altes Klavier|die Bewerbung als Erzieher|laute Nachbarn|einen langsamen Laptop|Schlaf im Sommer|ein Regal für die Küche',
  ),
  details: words(
    'mit höchstens {number} Euro|für {number} Personen|wenn ich nur {number} Minuten habe|für jemanden ohne Vorwissen|obwohl ich es schon zweimal versucht habe|bevor der Monat endet|weil wir in {place} wohnen|ohne etwas Neues zu kaufen|mit einfachen Beispielen|und sag mir, was schiefgehen kann|in weniger als {number} Wörtern|für einen Freund aus {place}',
  ),
  places: words('Kassel|Freiburg|Rostock|Jena|Bamberg|Oldenburg|Ulm|Görlitz|Trier|Bremen'),
  questions: words(
    'Was muss ich über {topic} wissen, {detail}?|Ich brauche Rat: Es geht um {topic}, {detail}.|Erkläre mir alles über {topic}, {detail}.|Nenne {number} Ideen für {topic}, {detail}.|Schreib eine E-Mail über {topic}, {detail}.|Mach eine Liste der Schritte für {topic}, {detail}.|Wie würdest du anfangen, wenn es um {topic} geht, {detail}?|Erzähl eine kurze Geschichte über {topic}, {detail}.',
  ),
  followUps: words(
    'Geht das auch kürzer?|Und wenn es {number} wären?|Den zweiten Punkt verstehe ich nicht.|Bitte als Tabelle.|Gibt es das günstiger in {place}?|Danke, noch {number} weitere bitte.|Was würdest du zuerst tun?|Bitte etwas freundlicher formulieren.',
  ),
  greetings: words('hallo|moin|danke|was kannst du?|erzähl einen witz'),
  openers: words(
    'Bei diesem Thema hilft ein ruhiger Anfang.|Gute Frage.|Das kommt darauf an.|Gehen wir der Reihe nach vor.|Ein paar Dinge sind hier wichtig.',
  ),
  subject: 'das {quality} {thing}',
  object: 'das {quality} {thing}',
  qualities: words(
    'einfache|alte|günstige|ruhige|ehrliche|örtliche|geschriebene|letzte|schwache|wöchentliche|richtige|übliche|große|enge|warme|raue|frühe|ferne|geliehene|sture|frische|bescheidene|plötzliche|gemeinsame|dauerhafte|schwere|vergessene|private|sanfte|kaputte|stabile|nützliche|volle|teure|geheime|neue',
  ),
  things: words(
    'Ergebnis|Werkzeug|Verfahren|Gespräch|Geräusch|Ziel|Risiko|Material|Fenster|Muster|Angebot|Budget|Handbuch|Licht|Problem|Regal|Rezept|Signal|System|Treffen|Versprechen|Wetter|Wissen|Zeichen|Zimmer|Gerät|Gefühl|Gewicht|Konto|Konzept|Papier|Projekt|Rätsel|Schloss|Seil|Stück|Tempo|Thema|Tor|Urteil|Vertrauen|Verhalten|Vorbild|Wasser|Werk|Ziffernblatt',
  ),
  adverbs: words('meistens|oft|bald|selten|langsam|deutlich|leise|fast immer|am Ende|manchmal'),
  verbs: words(
    'verdeckt|ersetzt|verbessert|zeigt|schützt|verdirbt|verkürzt|braucht|stützt|erklärt|bremst|begrenzt|belohnt|kreuzt|verändert|trägt|bedeckt|teilt|rettet|prägt',
  ),
  circumstances: words(
    'in der ersten Woche|ohne viel Werkzeug|für Anfänger|nach einer kurzen Pause|an einem normalen Tag|wenn niemand drängt|in einer kleinen Wohnung|vor der ersten Zahlung|beim Wechsel der Jahreszeit|zu zweit|am Ende des Monats|mit etwas Glück|jeden zweiten Morgen|auch bei wenig Zeit',
  ),
}
