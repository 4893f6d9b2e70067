/** One order to every plane that is connected, and what each of them says. */
import type { Order } from '@atlantic/contract/plane.ts';
import type { Commands } from './commands.ts';

export interface PlaneAnswer {
  plane: string;
  /** Null: it has not answered in time. */
  obeyed: boolean | null;
  detail: string | null;
}

/** `planes`: those that may serve; those of them that are not `connected` hear nothing. */
export const orderAll =
  (parts: {
    planes: () => Promise<readonly { id: string; name: string }[]>;
    connected: () => ReadonlySet<string>;
    commands: Commands;
  }) =>
  async (order: Order, waitMs: number): Promise<PlaneAnswer[]> => {
    const { planes, connected, commands } = parts;
    const present = (await planes()).filter(({ id }) => connected().has(id));
    return Promise.all(
      present.map(async ({ id, name }) => {
        const { number } = await commands.give(id, order);
        const { obeyed, detail } = await commands.settled(id, number, waitMs);
        return { plane: name, obeyed, detail };
      }),
    );
  };
