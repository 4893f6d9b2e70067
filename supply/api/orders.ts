/** `/reload` and `/report`: what clients tell supply. */
import { type Feedback, feedbackSchema } from '@atlantic/contract/supply/api.ts';
import { type Answer, jsonAnswer, Refusal, textAnswer, wantsJson } from './answer.ts';
import { MOST_BODY, readBody } from './body.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { keyNamed } from './named-proxy.ts';
import type { ApiSource } from './source.ts';

/** A second order while a run is under way is answered with that run. */
export const reload = (source: ApiSource): Endpoint => ({
  path: '/reload',
  methods: {
    POST: {
      role: 'operator',
      answer({ accept }): Answer {
        const started = source.reload(false);
        if (wantsJson(accept)) return jsonAnswer(202, started);
        return textAnswer(202, `run ${started.run} ${started.already ? 'is under way' : 'has begun'}`);
      },
    },
  },
});

/** From a JSON body, or from the parameters `proxy` and `result`: `ok` or `failed`. */
function feedbackIn({ body, query }: Call): Feedback {
  if (body.length > 0) return readBody(body, feedbackSchema);
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const { proxy, result } = parameters;
  const unknown = Object.keys(parameters).find((name) => !['proxy', 'result'].includes(name));
  if (unknown !== undefined)
    throw new Refusal('validation_failed', `The parameter ${unknown.slice(0, 40)} is not known here.`);
  if (proxy === undefined || (result !== 'ok' && result !== 'failed'))
    throw new Refusal('validation_failed', 'The parameters proxy and result, which is ok or failed, are wanted.');
  return readBody(Buffer.from(JSON.stringify({ proxy, ok: result === 'ok' })), feedbackSchema);
}

export const report = (source: ApiSource): Endpoint => ({
  path: '/report',
  methods: {
    POST: {
      role: 'reader',
      mostBody: MOST_BODY,
      answer(call): Answer {
        const { proxy, ok } = feedbackIn(call);
        const done = source.report(keyNamed(source.view(), proxy), ok, call.caller);
        if (done === 'unknown') throw new Refusal('not_found', 'No proxy by that name has been found alive.');
        return wantsJson(call.accept) ? jsonAnswer(200, { noted: true }) : textAnswer(200, 'noted');
      },
    },
  },
});
