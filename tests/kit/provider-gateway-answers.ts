/** How three providers say no, as their documents write it. Sources: see contract/provider/data. */
import type { GatewayShape } from './provider-gateway-login.ts';

export interface GatewayAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Refusal = 'login' | 'spent' | 'exit' | 'target' | 'rate';

const oxylabs = (status: number, reason: string, words: string): GatewayAnswer => ({
  status,
  reason,
  headers: { 'X-Error-Description': words },
});

const brightdata = (status: number, code: string, words: string): GatewayAnswer => ({
  status,
  reason: words,
  headers: { 'x-brd-err-code': code, 'x-brd-error': words },
});

const plain = (status: number, reason: string): GatewayAnswer => ({ status, reason, headers: {} });

export const REFUSALS: Readonly<Record<GatewayShape, Readonly<Record<Refusal, GatewayAnswer>>>> = {
  oxylabs: {
    login: oxylabs(407, 'Access Denied', 'Access denied: user authentication failed. Please check your credentials.'),
    spent: oxylabs(407, 'Access Denied', 'Access denied: traffic limit reached. Please contact support.'),
    exit: oxylabs(502, 'Bad Gateway', 'Exit node not found (session has ended). Try using different filters.'),
    target: oxylabs(403, 'Access Denied', 'Access denied: restricted target. Please contact support.'),
    // Residential proxies have none; those of ISPs answer a bare 429.
    rate: plain(429, 'Too Many Requests'),
  },
  brightdata: {
    login: brightdata(407, 'client_10000', 'Authentication failed'),
    spent: brightdata(502, 'client_10100', 'Zone has reached usage limit'),
    exit: brightdata(502, 'peer_30030', 'Proxy Error: We do not have proxies in the city you requested'),
    target: brightdata(403, 'policy_20050', 'Forbidden: target site requires special permission'),
    rate: {
      ...brightdata(429, 'client_10110', 'Request rate too high'),
      headers: { 'x-brd-err-code': 'client_10110', 'Retry-After': '30' },
    },
  },
  iproyal: {
    login: plain(407, 'Proxy Authentication Required'),
    // Not documented.
    spent: plain(402, 'Payment Required'),
    exit: plain(503, 'No Exits Available'),
    target: plain(403, 'Forbidden'),
    rate: plain(429, 'Too Many Requests'),
  },
};
