/** Programs of this benchmark that say in their first line where they are. */
import { join } from 'node:path';
import { startChild } from '@atlantic/tests/kit/child.ts';
import { within } from '@atlantic/tests/kit/deadline.ts';

export interface Place extends AsyncDisposable {
  readonly said: string;
}

const SECONDS = 10;

export async function startPlace(program: string, ...args: readonly (string | number)[]): Promise<Place> {
  const child = startChild(process.execPath, [join(import.meta.dirname, program), ...args.map(String)]);
  const said = await within(SECONDS, program, child.firstLine);
  return { said, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
