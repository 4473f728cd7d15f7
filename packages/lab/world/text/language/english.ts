import type { Lexicon } from '../lexicon.ts'

const words = (list: string): readonly string[] => list.split('|')

/** English. */
export const english: Lexicon = {
  language: 'en',
  homes: [
    ['US', -6],
    ['US', -5],
    ['GB', 0],
    ['IN', 5],
  ],
  joiner: ' ',
  stop: '.',
  topics: words(
    'sourdough starter|a leaking radiator|my herb balcony|a used bicycle|knee pain after running|a rental contract|a second-hand piano|night photography|a small aquarium|my vegetable broth|learning the ukulele|a school timetable|a noisy fridge|moving house|a family budget|houseplants in a dark flat|cold brew coffee|a wedding speech|travel insurance|a broken zipper|chess openings|a rescue dog|interview nerves|sleep in summer heat|a garden pond|a book club|watercolour paper|a bank complaint|my thesis outline|paragliding|solar panels on a shed|home-made yoghurt|a birthday treasure hunt|the tax form|an allergy to nuts|a slow laptop|an old film camera|a carpool to work|bread without gluten|the history of lighthouses|my running shoes|a cover letter|curtains for a bay window|a hiking tent|beekeeping',
  ),
  details: words(
    'with about {number} euros to spend|before the end of {place} week|when I only have {number} minutes a day|for somebody who starts from nothing|without buying anything new|as we live in {place}|and my neighbour disagrees with me|for {number} people|although I tried it twice already|while travelling through {place}|and I am {number} years old|in the simplest way you can think of|if the weather stays like this|for a friend from {place}|with what is in the kitchen|and keep it under {number} words|because the last one broke after {number} days|and tell me what can go wrong',
  ),
  places: words(
    'Lisbon|Leeds|Kerala|Oregon|Galway|Denver|Bath|Utrecht|Tampa|Bergen|Perth|Austin|Pune|Quebec|Naples|Cardiff|Madison|Hobart',
  ),
  questions: words(
    'How would you deal with {topic} {detail}?|I need some advice on {topic}, {detail}.|Can you write me a short plan for {topic} {detail}?|What should I know about {topic} {detail}?|Explain {topic} to me {detail}.|Give me {number} ideas about {topic} {detail}.|is it normal to have trouble with {topic} {detail}|Compare two ways to handle {topic} {detail}.|Write an e-mail about {topic} {detail}.|What do people usually get wrong about {topic}? I ask {detail}.|Make a checklist for {topic}, {detail}.|Why does everyone talk about {topic} {detail}?|Help me decide: {topic}, {detail}.|tell me a story about {topic} {detail}',
  ),
  followUps: words(
    'Can you make that shorter?|And what if it were {number} instead?|I do not understand the second point.|thanks, and how long would that take in {place}?|Please put it into a table.|Could you be more concrete about {topic}?|what would you do first|That did not work, any other idea?|Translate this into plain words.|Good. Now add {number} more.|Is there a cheaper way?|Rewrite the last part in a friendlier tone.',
  ),
  greetings: words('hi|hello|Hello, are you there?|thanks!|test|what can you do?|tell me a joke'),
  openers: words(
    'Here is how I would think about {topic}.|A few things matter for {topic}.|Good question.|With {topic}, start small.|In short: it depends.|Let us go through {topic} in order.|There are two sides to {topic}.|Happy to help with {topic}.',
  ),
  subject: 'the {quality} {thing}',
  object: 'the {quality} {thing}',
  qualities: words(
    'careful|first|hidden|steady|cheap|second|quiet|honest|local|patient|written|older|simple|final|spare|weak|weekly|bright|proper|common|large|narrow|warm|rough|early|distant|plain|borrowed|stubborn|fresh|modest|wooden|sudden|shared|lasting|clever|heavy|forgotten|private|gentle|broken|seasonal|stable|vague|useful|crowded|soft|costly',
  ),
  things: words(
    'start|attempt|effort|opinion|option|routine|advice|trial|shortcut|list|climate|friend|manual|evening|method|drawing|step|budget|link|review|light|order|note|mistake|practice|version|repair|result|guess|decision|surface|detail|habit|risk|noise|progress|goal|neighbour|deadline|conversation|surprise|material|schedule|tool|corner|contract|season|recipe|journey|window|signal|balance|shelf|question|market|garden|bridge|letter|meeting|blanket|engine|pattern|receipt|shadow|harvest|ticket|rumour|ladder|kettle|margin',
  ),
  adverbs: words(
    'usually|often|quickly|rarely|slowly|clearly|quietly|almost always|in the end|sometimes|hardly ever|soon|partly|openly',
  ),
  verbs: words(
    'saves|hides|replaces|improves|follows|reveals|protects|spoils|shortens|needs|outlasts|supports|explains|delays|limits|restores|rewards|crosses|changes|carries|covers|divides',
  ),
  circumstances: words(
    'in the first week|when the season changes|without much equipment|for beginners|after a short break|if you measure twice|on an ordinary day|as long as nobody hurries|in a small flat|during the rush hours|before you pay for anything|once the basics are clear|at a moderate temperature|with two people|every other morning|even on a tight schedule|unless the rules say otherwise|by the end of the month|under close supervision|for most households|near an open window|with a little luck',
  ),
}
