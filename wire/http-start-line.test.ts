import { describe, expect, it } from 'vitest';
import { parseRequestLine, parseStatusLine } from './http-start-line.ts';

const SHAPE = 'the request line is not METHOD TARGET HTTP/1.1 with single spaces';
const TARGET = 'the request target is empty or has a character that it may not have';
const VERSION = 'only HTTP/1.0 and HTTP/1.1 are spoken here';

describe('parseRequestLine (RFC 9112 §3)', () => {
  it.each([
    ['GET / HTTP/1.1', { method: 'GET', target: '/', minor: 1 }],
    ['CONNECT [::1]:443 HTTP/1.0', { method: 'CONNECT', target: '[::1]:443', minor: 0 }],
    ['M-SEARCH * HTTP/1.1', { method: 'M-SEARCH', target: '*', minor: 1 }],
    ['get /\xfc"<>^ HTTP/1.1', { method: 'get', target: '/\xfc"<>^', minor: 1 }],
  ])('reads %j', (line, parsed) => {
    expect(parseRequestLine(line)).toEqual(parsed);
  });

  it.each([
    ['GET /', 'request_malformed', SHAPE],
    ['GET', 'request_malformed', SHAPE],
    ['GET  / HTTP/1.1', 'request_malformed', SHAPE],
    ['GET / HTTP/1.1 ', 'request_malformed', SHAPE],
    ['GET /a b HTTP/1.1', 'request_malformed', SHAPE],
    [' GET / HTTP/1.1', 'request_malformed', SHAPE],
    ['GET\t/\tHTTP/1.1', 'request_malformed', SHAPE],
    ['GET / http/1.1', 'request_malformed', SHAPE],
    ['GET / HTTP/1', 'request_malformed', SHAPE],
    ['GET / HTTP/1.10', 'request_malformed', SHAPE],
    ['GET / HTTP/+1.1', 'request_malformed', SHAPE],
    ['G(T / HTTP/1.1', 'request_malformed', 'the method is not a token'],
    [' / HTTP/1.1', 'request_malformed', 'the method is not a token'],
    ['GET /a\tb HTTP/1.1', 'request_malformed', TARGET],
    ['GET /#f HTTP/1.1', 'request_malformed', TARGET],
    ['GET  HTTP/1.1', 'request_malformed', TARGET],
    ['PRI * HTTP/2.0', 'request_unsupported', VERSION],
    ['GET / HTTP/1.2', 'request_unsupported', VERSION],
    ['GET / HTTP/0.9', 'request_unsupported', VERSION],
  ])('refuses %j', (line, code, detail) => {
    expect(parseRequestLine(line)).toEqual({ code, detail });
  });
});

describe('parseStatusLine (RFC 9112 §4)', () => {
  it.each([
    ['HTTP/1.1 200 OK', { status: 200, reason: 'OK', minor: 1 }],
    ['HTTP/1.0 404 Not Found', { status: 404, reason: 'Not Found', minor: 0 }],
    ['HTTP/1.1 200 ', { status: 200, reason: '', minor: 1 }],
    ['HTTP/1.1 999', { status: 999, reason: '', minor: 1 }],
    ['HTTP/1.1 200  \xfc\t', { status: 200, reason: ' \xfc\t', minor: 1 }],
  ])('reads %j', (line, parsed) => {
    expect(parseStatusLine(line)).toEqual(parsed);
  });

  it.each([
    '',
    'ICY 200 OK',
    'HTTP/2 200',
    'HTTP/1.1  200 OK',
    'HTTP/1.1 099 X',
    'HTTP/1.1 20 X',
    'HTTP/1.1 2000',
    'HTTP/1.1 200OK',
    'http/1.1 200 OK',
  ])('refuses %j', (line) => {
    expect(parseStatusLine(line)).toEqual({
      code: 'response_malformed',
      detail: 'the status line is not HTTP/1.1 and a three-digit status',
    });
  });
});
