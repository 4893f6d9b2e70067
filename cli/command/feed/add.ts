/** `atlantic feed add NAME URL`: one more place to look for proxies. */
import type { FeedCreate } from '@atlantic/contract/api-feed.ts';
import { resolveSecret } from '@atlantic/contract/config/secret-reference.ts';
import { FEED_FORMATS, type FeedFormat } from '@atlantic/contract/supply/feed.ts';
import { SUPPLY_KINDS, type SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { parseCount } from '../../show/quantity.ts';

interface AddOptions extends ConnectionOptions {
  readonly kind?: SupplyKind;
  readonly format?: FeedFormat;
  readonly every?: number;
  readonly timeout?: number;
  readonly userAgent?: string;
  readonly header?: readonly string[];
  readonly allowPrivate?: boolean;
  readonly paused?: boolean;
}

function seconds(text: string): number {
  const count = parseCount(text);
  if (count === undefined) throw new InvalidArgumentError('It must be a whole number of seconds.');
  return count;
}

function header(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^[^:\s]+:/.test(text)) throw new InvalidArgumentError('It must be NAME:VALUE.');
  return [...before, text];
}

/** The values are looked up here, so that they are in no list of processes. Throws an Error that names no secret. */
function headersOf(texts: readonly string[], environment: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = texts.map((text) => {
    const at = text.indexOf(':');
    return [text.slice(0, at), resolveSecret(text.slice(at + 1).trim(), process.cwd(), environment)];
  });
  return Object.fromEntries(pairs);
}

function feedOf(name: string, url: string, options: AddOptions, environment: NodeJS.ProcessEnv): FeedCreate {
  const { kind, format, every, timeout, userAgent, header: headers, allowPrivate, paused } = options;
  return {
    name,
    url,
    ...(kind && { kind }),
    ...(format && { format }),
    ...(every !== undefined && { everySeconds: every }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    ...(userAgent !== undefined && { userAgent }),
    ...(headers && { headers: headersOf(headers, environment) }),
    ...(allowPrivate && { allowPrivate }),
    ...(paused && { enabled: false }),
  };
}

const EXAMPLES = `
Example:
  atlantic feed add free https://lists.example/http.txt --kind http
  atlantic feed add paid https://api.example/list --header "Authorization: env:FEED_KEY" --every 300`;

export function addAddFeed(feed: Command, shell: Shell): void {
  addConnectionOptions(feed.command('add'))
    .description('add a feed, which supply fetches in its next run')
    .argument('<name>', 'lower-case letters, digits, dashes, dots and underscores')
    .argument('<url>', 'where the list is: text, JSON, CSV or HTML')
    .addOption(new Option('--kind <kind>', 'what entries speak that do not say so').choices(SUPPLY_KINDS))
    .addOption(new Option('--format <format>', 'where looking at the content would mislead').choices(FEED_FORMATS))
    .option('--every <seconds>', 'how often it is fetched (default: 1800)', seconds)
    .option('--timeout <seconds>', 'for one fetch (default: 30)', seconds)
    .option(
      '--header <name:value>',
      'sent with each request; the value may be env:NAME or file:PATH; may be repeated',
      header,
    )
    .option('--user-agent <text>', 'in place of Atlantic’s own')
    .option('--allow-private', 'let the URL lead to a private or loopback address')
    .option('--paused', 'add it, and fetch it only once it is resumed')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, url: string, options: AddOptions) => {
      const made = await connect(options, shell).feeds.create(feedOf(name, url, options, shell.environment));
      const next = made.enabled ? `Try it with: atlantic feed test ${made.name}` : 'It is paused.';
      shell.out(options.json ? JSON.stringify(made, null, 2) : `Added ${made.name}. ${next}`);
    });
}
