/** Questions to the other end of a message channel, each answered once or given up when its deadline has passed. */

export interface Questions<Answer> {
  /** Rejects when no answer came in time, or the channel closed. */
  ask(send: (id: number) => void): Promise<Answer>;
  /** False: nobody waits for it any more. */
  answer(id: number, answer: Answer): boolean;
  /** Gives up everything that is open, and whatever is asked from now on. */
  close(): void;
}

export function createQuestions<Answer>(deadlineMs: number): Questions<Answer> {
  const open = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void; timer: NodeJS.Timeout }>();
  let asked = 0;
  let closed = false;

  const take = (id: number) => {
    const question = open.get(id);
    open.delete(id);
    clearTimeout(question?.timer);
    return question;
  };
  return {
    ask(send) {
      if (closed) return Promise.reject(new Error('the channel is closed'));
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => take(id)?.reject(new Error('no answer in time')), deadlineMs);
        open.set(id, { resolve, reject, timer });
        send(id);
      });
    },
    answer(id, answer) {
      const question = take(id);
      question?.resolve(answer);
      return question !== undefined;
    },
    close() {
      closed = true;
      for (const id of [...open.keys()]) take(id)?.reject(new Error('the channel is closed'));
    },
  };
}
