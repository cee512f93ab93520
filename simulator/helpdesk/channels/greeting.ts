/** The helpdesk's automatic greeting of a new client, in their language: Ukrainian, or English to all others. */
export function greetingIn(locale: string, platform?: 'Viber'): string {
  const isUkrainian = locale.split('-')[0] === 'uk';
  if (isUkrainian) {
    return `Вітаємо! Це служба підтримки${platform ? ` у ${platform}` : ''}. Напишіть сюди, і вам відповість оператор.`;
  }
  return `Hello! You have reached the helpdesk${platform ? ` in ${platform}` : ''}. Write here, and an operator answers.`;
}
