/** Two judges, so that the second can confirm what the first found. The first speaks TLS too. */
import type { JudgeSettings } from '@atlantic/contract/supply/settings.ts';
import { type Child, startChild } from '@atlantic/tests/kit/child.ts';
import { firstLine } from '../egress/first-line.ts';

const PROGRAM = new URL('judging.ts', import.meta.url).pathname;
const START_SECONDS = 10;

export interface Judges extends AsyncDisposable {
  readonly settings: readonly JudgeSettings[];
}

async function settingsOf(child: Child): Promise<JudgeSettings> {
  const { bound } = JSON.parse(await firstLine(child, 'the judge', START_SECONDS));
  return { url: `http://${bound}/`, format: 'atlantic' };
}

export async function startJudges(): Promise<Judges> {
  const children = [startChild(process.execPath, [PROGRAM]), startChild(process.execPath, [PROGRAM])];
  const end = async () => {
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()));
  };
  try {
    return { settings: await Promise.all(children.map(settingsOf)), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
