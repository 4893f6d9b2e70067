/** Where an exit is, in few words. */
import type { EndpointView } from '@atlantic/contract/api-endpoint.ts';

/** `us california san_francisco AS64500`, as far as it is known; empty when nothing is. */
export const showPlace = ({
  country,
  state,
  city,
  asn,
}: Pick<EndpointView, 'country' | 'state' | 'city' | 'asn'>): string =>
  [country, state, city, asn === null ? null : `AS${asn}`].filter((part) => part !== null).join(' ');
