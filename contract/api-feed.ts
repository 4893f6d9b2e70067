/** The control API: feeds of supply. */
import { z } from 'zod';
import { feedViewSchema } from './supply/api.ts';
import { feedKeys, feedNameSchema, feedStateSchema } from './supply/feed.ts';
import { feedFaults } from './supply/feed-problem.ts';

/** A file is on the machine of supply, so only the configuration file may name one. */
const { file: _file, ...keys } = feedKeys;

export const feedCreateSchema = z.strictObject({ name: feedNameSchema, ...keys }).superRefine((feed, context) => {
  for (const { key, message } of feedFaults(feed))
    context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
});
export type FeedCreate = z.input<typeof feedCreateSchema>;

/** What is left out stays as it is; null takes back what was said. `headers` are replaced as a whole. */
export const feedUpdateSchema = z
  .strictObject({
    url: keys.url,
    list: keys.list,
    format: keys.format.unwrap().optional(),
    kind: keys.kind.unwrap().nullable().optional(),
    headers: keys.headers.unwrap().nullable().optional(),
    userAgent: keys.userAgent.unwrap().nullable().optional(),
    everySeconds: keys.everySeconds.unwrap().optional(),
    timeoutSeconds: keys.timeoutSeconds.unwrap().optional(),
    maxBytes: keys.maxBytes.unwrap().optional(),
    allowPrivate: keys.allowPrivate.unwrap().optional(),
    enabled: keys.enabled.unwrap().optional().describe('False pauses it.'),
    terms: keys.terms.unwrap().nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change');
export type FeedUpdate = z.input<typeof feedUpdateSchema>;
/** As it was read. */
export type FeedChange = z.output<typeof feedUpdateSchema>;

/** A feed, and how supply finds it. */
export const controlFeedSchema = feedViewSchema.extend({
  state: z
    .enum([...feedStateSchema.shape.state.options, 'unknown'])
    .describe(
      '`off`: not enabled. `paused`: it failed too often and is fetched less and less. `unknown`: supply is away, or has not heard of it yet.',
    ),
});
export type ControlFeed = z.infer<typeof controlFeedSchema>;
export const controlFeedListSchema = z.object({ feeds: z.array(controlFeedSchema) });
export type ControlFeedList = z.infer<typeof controlFeedListSchema>;
