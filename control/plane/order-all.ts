/** An order to planes, and what each of them says. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Order } from '@atlantic/contract/plane.ts';
import type { Commands } from './commands.ts';

export interface Obedience {
  /** Null: it has not answered in time. */
  obeyed: boolean | null;
  detail: string | null;
}

export interface PlaneAnswer extends Obedience {
  plane: string;
}

/** One that cannot be ordered anything, because too much waits for it, has not obeyed: what it is to the others is theirs. */
export const orderOne =
  (commands: Pick<Commands, 'give' | 'settled'>) =>
  async (plane: string, order: Order, waitMs: number): Promise<Obedience> => {
    try {
      const { number } = await commands.give(plane, order);
      const { obeyed, detail } = await commands.settled(plane, number, waitMs);
      return { obeyed, detail };
    } catch (error) {
      if (!(error instanceof AtlanticError)) throw error;
      return { obeyed: false, detail: error.detail ?? error.message };
    }
  };

/** `planes`: those that may serve; those of them that are not `connected` hear nothing. */
export const orderAll =
  (parts: {
    planes: () => Promise<readonly { id: string; name: string }[]>;
    connected: () => ReadonlySet<string>;
    order: ReturnType<typeof orderOne>;
  }) =>
  async (order: Order, waitMs: number): Promise<PlaneAnswer[]> => {
    const { planes, connected } = parts;
    const present = (await planes()).filter(({ id }) => connected().has(id));
    return Promise.all(
      present.map(async ({ id, name }) => ({ plane: name, ...(await parts.order(id, order, waitMs)) })),
    );
  };
