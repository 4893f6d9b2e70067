/**
 * Which proxies answer a request, one after the other: each query has a place of its own in the order of rows, from which it
 * goes on, so that every proxy has its turn. Queries that come again are not read again.
 */
import { hostPort } from '@atlantic/contract/supply/proxy.ts';
import type { RowSet } from '../view/row-set.ts';
import type { SupplyView } from '../view/view.ts';
import type { Asked } from './asked.ts';

/** Octets that kept choices may take, about. */
export const MOST_KEPT = 32 * 1024 * 1024;

interface Choice {
  readonly asked: Asked;
  readonly rows: RowSet;
  readonly octets: number;
  next: number;
}

export interface Chosen {
  readonly view: SupplyView;
  readonly asked: Asked;
  /** Numbers of rows; none: nothing in the view is as asked. */
  readonly rows: readonly number[];
  /** How many match, those to be excluded among them. */
  readonly matching: number;
}

export interface Chooser {
  /** `advance` false: the next one who asks the same gets the same. Throws what `read` throws. */
  choose(view: SupplyView, query: string, read: (query: string) => Asked, advance: boolean): Chosen;
  /** Leaves a row out until another view takes over. */
  drop(view: SupplyView, row: number): void;
}

/** `random` from 0 to 1: where a query begins that nobody has asked of this view. */
export function createChooser(random: () => number): Chooser {
  let current: SupplyView | undefined;
  let kept = new Map<string, Choice>();
  let dropped = new Set<number>();
  let octets = 0;

  function follow(view: SupplyView): void {
    if (view === current) return;
    current = view;
    kept = new Map();
    dropped = new Set();
    octets = 0;
  }

  function choiceOf(view: SupplyView, query: string, read: (query: string) => Asked): Choice {
    const known = kept.get(query);
    if (known !== undefined) {
      kept.delete(query);
      kept.set(query, known);
      return known;
    }
    const asked = read(query);
    const rows = view.select(asked.where);
    const choice: Choice = {
      asked,
      rows,
      octets: view.proxies.length / 8 + query.length * 4 + 500,
      next: Math.floor(random() * view.proxies.length),
    };
    kept.set(query, choice);
    octets += choice.octets;
    for (const [oldest, { octets: freed }] of kept) {
      if (octets <= MOST_KEPT || oldest === query) break;
      kept.delete(oldest);
      octets -= freed;
    }
    return choice;
  }

  return {
    choose(view, query, read, advance) {
      follow(view);
      const choice = choiceOf(view, query, read);
      const { asked, rows } = choice;
      const excluded = (row: number): boolean => {
        if (dropped.has(row)) return true;
        const proxy = view.proxies[row];
        return proxy !== undefined && asked.exclude.size > 0 && asked.exclude.has(hostPort(proxy));
      };
      const skip = dropped.size > 0 || asked.exclude.size > 0 ? excluded : undefined;
      const all = asked.limit === undefined;
      const chosen = rows.take(all ? 0 : choice.next, asked.limit ?? rows.count, skip);
      if (advance && !all) choice.next = ((chosen.at(-1) ?? choice.next) + 1) % Math.max(1, view.proxies.length);
      return { view, asked, rows: chosen, matching: rows.count };
    },
    drop(view, row) {
      follow(view);
      dropped.add(row);
    },
  };
}
