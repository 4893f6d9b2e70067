import { describe, expect, it } from 'vitest';
import { changedColumns, limitsOf, newColumns, quotaOf } from './limit-columns.ts';

describe('the columns of limits', () => {
  it('give back what was put in', () => {
    const row = newColumns({ quotaBytes: 5, quotaRequests: 0, rate: { perSecond: 2.5, burst: 7 }, concurrency: 3 });
    expect(quotaOf(row)).toEqual({ bytes: 5, requests: 0 });
    expect(limitsOf(row)).toEqual({ rate: { perSecond: 2.5, burst: 7 }, concurrency: 3 });
  });

  it('hold no limit where none is given', () => {
    const row = newColumns({});
    expect(quotaOf(row)).toEqual({ bytes: null, requests: null });
    expect(limitsOf(row)).toEqual({ rate: null, concurrency: null });
  });

  it('take the requests of one second, and at least one, for a burst that is left out', () => {
    expect(limitsOf(newColumns({ rate: { perSecond: 20 } })).rate).toEqual({ perSecond: 20, burst: 20 });
    expect(limitsOf(newColumns({ rate: { perSecond: 0.5 } })).rate).toEqual({ perSecond: 0.5, burst: 1 });
  });

  it('change only what is named', () => {
    expect(changedColumns({ quotaBytes: null })).toEqual({ quota_bytes: null });
    expect(changedColumns({ rate: null, concurrency: 4 })).toEqual({
      rate_per_second: null,
      rate_burst: null,
      concurrency: 4,
    });
  });
});
