/**
 * What supply and control say to each other beside what every plane says (contract/plane.ts): supply offers endpoints for the
 * pools of the kind `supply`, and control tells what became of them in traffic.
 */
import { z } from 'zod';
import { supplyAddressSchema } from './proxy.ts';
import { MOST_OFFERED } from './settings.ts';

export const SUPPLY_PATHS = {
  /** POST supplyOffer -> 204. */
  offer: '/plane/v1/supply/offer',
} as const;

/** A proxy for a pool. */
export const offeredSchema = z.object({
  ...supplyAddressSchema.shape,
  country: z.string().optional(),
  asn: z.number().int().min(1).optional(),
  /** Of the check that let it in, or let it back in. One that was ejected before stays out; milliseconds since 1970. */
  provenAt: z.number(),
});
export type Offered = z.infer<typeof offeredSchema>;

/** All that a pool shall hold from now on, the best first. */
export const supplyOfferSchema = z.object({
  pool: z.string().max(64),
  proxies: z.array(offeredSchema).max(MOST_OFFERED),
});
export type SupplyOffer = z.infer<typeof supplyOfferSchema>;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Proxies in one event. */
export const MOST_TRAFFIC = 200;

/**
 * Server-sent event `traffic`: how a plane finds endpoints that came from supply. Counts are totals since the plane began
 * (`epoch`), so one that is lost or repeated changes nothing.
 */
export const trafficSchema = z.object({
  epoch: z.string(),
  endpoints: z
    .array(
      z.object({
        /** `proxyKey` of contract/supply/proxy.ts. */
        key: z.string(),
        ok: count,
        /** Its own faults. */
        faults: count,
        ejected: z.boolean(),
        /** Of the last fault, while it is ejected. */
        code: z.string().optional(),
        /** Since when it is as it is; milliseconds since 1970. */
        since: z.number(),
      }),
    )
    .max(MOST_TRAFFIC),
});
export type Traffic = z.infer<typeof trafficSchema>;
