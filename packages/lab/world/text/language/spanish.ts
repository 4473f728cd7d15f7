import type { Lexicon } from '../lexicon.ts'

const words = (list: string): readonly string[] => list.split('|')

/** Spanish. */
export const spanish: Lexicon = {
  language: 'es',
  homes: [
    ['ES', 1],
    ['MX', -6],
  ],
  joiner: ' ',
  stop: '.',
  topics: words(
    'una tortilla de patatas|el contrato de alquiler|mi perro adoptado|un viaje en tren|la declaración de la renta|las plantas del balcón|una entrevista de trabajo|el dolor de espalda|un taller de cerámica|la boda de mi prima|una guitarra vieja|el ruido de los vecinos|un huerto pequeño|la mudanza|clases de natación|una reclamación al banco|el insomnio|un discurso de despedida',
  ),
  details: words(
    'con un presupuesto de {number} euros|para {number} personas|si vivo en {place}|sin comprar nada nuevo|en menos de {number} minutos|para alguien que empieza de cero|aunque ya lo intenté dos veces|antes del viernes|con ejemplos sencillos|y dime qué puede salir mal|porque me mudo a {place}|en menos de {number} palabras',
  ),
  places: words('Sevilla|Oaxaca|Bilbao|Mérida|Granada|Puebla|Vigo|Zaragoza|Cádiz|León'),
  questions: words(
    '¿Cómo puedo organizar {topic} {detail}?|Necesito consejos sobre {topic}, {detail}.|Explícame {topic} {detail}.|Dame {number} ideas para {topic} {detail}.|¿Qué debería saber de {topic} {detail}?|Escribe un correo sobre {topic} {detail}.|Haz una lista de pasos para {topic}, {detail}.|¿Es normal tener problemas con {topic} {detail}?|Cuéntame una historia corta sobre {topic}, {detail}.',
  ),
  followUps: words(
    '¿Puedes resumirlo?|¿Y si fueran {number}?|No entiendo el segundo punto.|Ponlo en una tabla, por favor.|¿Hay una opción más barata en {place}?|Gracias, añade {number} más.|Dilo con otras palabras.|¿Qué harías primero?',
  ),
  greetings: words('hola|buenas|gracias|¿qué puedes hacer?|cuéntame un chiste'),
  openers: words(
    'Sobre {topic} conviene ir por partes.|Buena pregunta.|Depende de varias cosas.|Con {topic}, lo mejor es empezar poco a poco.|Te propongo lo siguiente para {topic}.',
  ),
  subject: 'el {thing} {quality}',
  object: 'el {thing} {quality}',
  qualities: words(
    'sencillo|viejo|barato|tranquilo|honesto|local|escrito|final|débil|semanal|correcto|común|grande|estrecho|cálido|áspero|temprano|lejano|prestado|terco|fresco|modesto|repentino|compartido|duradero|pesado|olvidado|privado|suave|roto|estable|útil|lleno|costoso|secreto|nuevo',
  ),
  things: words(
    'intento|esfuerzo|consejo|atajo|clima|amigo|manual|método|dibujo|paso|presupuesto|enlace|orden|error|resultado|detalle|hábito|riesgo|ruido|progreso|vecino|plazo|material|horario|rincón|contrato|viaje|puente|mercado|jardín|billete|rumor|margen|motor|recibo|balance|estante|barrio|sueño|taller|cuaderno|plan|cambio|ritmo|camino|cálculo',
  ),
  adverbs: words(
    'normalmente|a menudo|pronto|rara vez|poco a poco|claramente|en silencio|casi siempre|al final|a veces',
  ),
  verbs: words(
    'ahorra|esconde|sustituye|mejora|sigue|revela|protege|estropea|acorta|necesita|supera|apoya|explica|retrasa|limita|recompensa|cruza|cambia|cubre|divide',
  ),
  circumstances: words(
    'en la primera semana|sin mucho equipo|para principiantes|tras un breve descanso|en un día normal|si nadie tiene prisa|en un piso pequeño|antes de pagar nada|cuando cambia la estación|entre dos personas|a finales de mes|con algo de suerte|cada dos mañanas|incluso con poco tiempo',
  ),
}
