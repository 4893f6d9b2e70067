/** The options of a request as a provider's description names them. */
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { ProviderOption } from '@atlantic/contract/provider/schema.ts';

/** What was asked for, with its value as text. `strict-off` asks for nothing. */
export function askedOptions(options: RequestOptions): Map<ProviderOption, string> {
  const { country, state, city, asn, session, lifetimeMinutes, rotate, strict } = options;
  const values = {
    country,
    state,
    city,
    asn,
    session,
    lifetime: lifetimeMinutes,
    // A session that is rotated has another id there, which is all that the provider is told.
    rotate: rotate === 'request' ? rotate : undefined,
    strict: strict === true ? 'on' : undefined,
  };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new Map(given.map(([name, value]) => [name as ProviderOption, String(value)]));
}
