import type { BanCreated } from '@atlantic/contract/api-ban.ts';
import { momentText } from '../../show/health.ts';

function answerText({ plane, obeyed, detail }: BanCreated['planes'][number]): string {
  if (obeyed === null) return `${plane} has not answered, and may or may not obey`;
  return `${plane} could not obey: ${detail ?? 'it did not say why'}`;
}

/** The end of a sentence that says where something is in force: the planes that obey, then each that does not. */
export function obedienceText(planes: BanCreated['planes']): string {
  const good = planes.filter(({ obeyed }) => obeyed === true).map(({ plane }) => plane);
  const others = planes.filter(({ obeyed }) => obeyed !== true).map((answer) => `\n${answerText(answer)}.`);
  return `${good.length === 0 ? '' : ` on ${good.join(', ')}`}.${others.join('')}`;
}

/** What is banned, for which site, until when, and where that is in force. */
export function bannedText({ ban, planes }: BanCreated, exit = ban.endpoint): string {
  const { site, until, id } = ban;
  return `${exit} is banned for ${site ?? 'every site'} until ${momentText(until)} (${id})${obedienceText(planes)}`;
}
