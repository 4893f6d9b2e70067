/** The rules of a route, compiled when a snapshot arrives. An answer is only compared here; what follows is done by `phase/`. */
import type { RouteRule } from '@atlantic/contract/route-rule.ts';
import { matchText, searchable } from '@atlantic/contract/text-pattern.ts';
import type { ResponseHead } from '@atlantic/wire/http-head.ts';
import { headerValues } from '@atlantic/wire/http-header.ts';

/** `Place`: where it escalates to. */
export interface Rule<Place> {
  /** Does all hold but what is asked of the body? */
  head(answer: ResponseHead, milliseconds: number): boolean;
  /** Does the body, as `searchable` made it? Undefined: it is not asked for. */
  readonly body: ((text: string) => boolean) | undefined;
  readonly ban: RouteRule['ban'];
  readonly retry: boolean;
  readonly escalate: readonly Place[];
}

export type Rules<Place> = readonly Rule<Place>[];

function headTest({ status, header, slowerThanMs = -1 }: RouteRule): Rule<unknown>['head'] {
  const holds = header?.matches === undefined ? () => true : matchText(header.matches);
  return (answer, milliseconds) =>
    milliseconds > slowerThanMs &&
    (!status || status.some(([first, last]) => answer.status >= first && answer.status <= last)) &&
    (!header ||
      headerValues(answer.headers, header.name).some((value) => holds(searchable(Buffer.from(value, 'latin1')))));
}

function bodyTest({ body }: RouteRule): Rule<unknown>['body'] {
  const patterns = body?.map(matchText);
  return patterns && ((text) => patterns.some((matches) => matches(text)));
}

/** Undefined where there are none: then nobody looks at answers. */
export function compileRules<Place>(
  rules: readonly RouteRule[] | undefined,
  placeOf: (pool: string) => Place,
): Rules<Place> | undefined {
  if (!rules || rules.length === 0) return undefined;
  return rules.map((rule) => ({
    head: headTest(rule),
    body: bodyTest(rule),
    ban: rule.ban,
    retry: rule.retry,
    escalate: rule.escalate.map(placeOf),
  }));
}
