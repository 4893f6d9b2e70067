import { describe, expect, it } from 'vitest';
import { checkSecure } from './plane-address.ts';

describe('a plane brings its token', () => {
  it.each([
    'https://control.example',
    'http://127.0.0.1:8082',
    'http://[::1]:8082',
    'http://localhost:1',
  ])('to %s', (url) => {
    expect(checkSecure(url)).toBe(url);
  });

  it.each([
    'http://10.0.0.1',
    'http://control.example:8082',
    'http://127.0.0.1.example',
    'http://[fe80::1]',
  ])('not to %s', (url) => {
    expect(() => checkSecure(url)).toThrow(expect.objectContaining({ code: 'control_not_secure' }));
  });
});
