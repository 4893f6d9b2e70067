/** Where a provider's gateway listens, as a pool may write it: `HOST:PORT`, `http://HOST:PORT`, `socks5://HOST:PORT`. */
import { type EndpointUrl, parseEndpointUrl } from './endpoint-url.ts';

/** The address, or undefined when `text` is none. Without a scheme it is an HTTP proxy. */
export function parseGateway(text: string): EndpointUrl | undefined {
  const parsed = parseEndpointUrl(text.includes('://') ? text : `http://${text}`);
  return parsed?.username === undefined ? parsed : undefined;
}

/** Why `text` is not the address of a gateway, or undefined when it is one. */
export const gatewayProblem = (text: string): string | undefined =>
  parseGateway(text)
    ? undefined
    : 'must be HOST:PORT or a URL such as socks5://HOST:PORT; the account stands in username and password';
