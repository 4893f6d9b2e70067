import type { BanCreated } from '@atlantic/contract/api-ban.ts';

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
