/** `GET /get-proxy`, and what all have in common that answer with proxies. */
import { type Answer, Refusal, retryAfter } from './answer.ts';
import { type Asked, readAsked } from './asked.ts';
import type { Chooser, Chosen } from './choice.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { formatOf, proxiesAnswer } from './format.ts';
import type { ApiSource } from './source.ts';

/** When to ask again, where nobody knows better. */
const ASK_AGAIN_MS = 30_000;

/**
 * At least one proxy, as the query says. Throws `supply_empty` when there is none, and what `read` throws.
 */
export function chosenFor(
  source: ApiSource,
  chooser: Chooser,
  call: Call,
  read: (query: string) => Asked = (query) => readAsked(new URLSearchParams(query)),
): Chosen {
  const view = source.view();
  if (view === undefined || view.proxies.length === 0) {
    // What is asked wrongly is said also when there is nothing to be had.
    read(call.query);
    throw new Refusal('supply_empty', 'No proxy has been found alive yet.', retryAfter(ASK_AGAIN_MS));
  }
  const chosen = chooser.choose(view, call.query, read, !call.head);
  if (chosen.rows.length > 0) return chosen;
  const detail = `Of ${view.proxies.length} that are alive, none is as asked.`;
  throw new Refusal('supply_empty', detail, retryAfter(ASK_AGAIN_MS));
}

export const getProxy = (source: ApiSource, chooser: Chooser): Endpoint => ({
  path: '/get-proxy',
  methods: {
    GET: {
      role: 'reader',
      answer(call): Answer {
        const chosen = chosenFor(source, chooser, call);
        return proxiesAnswer(chosen, formatOf(chosen.asked, call.accept));
      },
    },
  },
});
