import { afterEach, describe, expect, it, vi } from 'vitest';
import { createQuestions } from './questions.ts';

afterEach(() => void vi.useRealTimers());

describe('questions', () => {
  it('match answers by their number, in any order', async () => {
    const questions = createQuestions<string>(1000);
    const ids: number[] = [];
    const first = questions.ask((id) => ids.push(id));
    const second = questions.ask((id) => ids.push(id));
    questions.answer(ids[1] ?? 0, 'second');
    questions.answer(ids[0] ?? 0, 'first');
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('are given up when no answer came in time, and a late one is ignored', async () => {
    vi.useFakeTimers();
    const questions = createQuestions<string>(1000);
    let asked = 0;
    const question = questions.ask((id) => {
      asked = id;
    });
    const given = expect(question).rejects.toThrow('no answer in time');
    await vi.advanceTimersByTimeAsync(1001);
    await given;
    questions.answer(asked, 'late');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are all given up when the channel closes, and none is asked afterwards', async () => {
    const questions = createQuestions<string>(60_000);
    const open = questions.ask(() => {});
    questions.close();
    await expect(open).rejects.toThrow('closed');
    await expect(questions.ask(() => expect.unreachable())).rejects.toThrow('closed');
  });
});
