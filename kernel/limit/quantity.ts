/** What a quota counts: bytes of both ways, and requests. */
export interface Quantity {
  bytes: number;
  requests: number;
}

export const NOTHING: Quantity = { bytes: 0, requests: 0 };

export const plus = (a: Quantity, b: Quantity): Quantity => ({
  bytes: a.bytes + b.bytes,
  requests: a.requests + b.requests,
});

export const minus = (a: Quantity, b: Quantity): Quantity => ({
  bytes: a.bytes - b.bytes,
  requests: a.requests - b.requests,
});

export const smaller = (a: Quantity, b: Quantity): Quantity => ({
  bytes: Math.min(a.bytes, b.bytes),
  requests: Math.min(a.requests, b.requests),
});

export const larger = (a: Quantity, b: Quantity): Quantity => ({
  bytes: Math.max(a.bytes, b.bytes),
  requests: Math.max(a.requests, b.requests),
});

/** Is there at least `need` of both in `have`? */
export const covers = (have: Quantity, need: Quantity): boolean =>
  have.bytes >= need.bytes && have.requests >= need.requests;
