/** Names that mean this machine or its network by convention: RFC 6761, RFC 6762, and what clouds call their metadata. */
import { matchHosts } from './host-pattern.ts';

export const isLocalName = matchHosts(['localhost', '*.localhost', '*.local', '*.internal', '*.home.arpa']);
