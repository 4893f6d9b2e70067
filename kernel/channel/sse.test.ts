import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventReader, MOST_EVENT_CHARACTERS } from './sse.ts';

describe('server-sent events', () => {
  it('gives events with their names, joins data lines and skips comments', () => {
    const events = createEventReader().push(': hello\n\nevent: manifest\ndata: {"a":\ndata:1}\n\ndata: x\n\n');
    expect(events).toEqual([
      { event: 'manifest', data: '{"a":\n1}' },
      { event: 'message', data: 'x' },
    ]);
  });

  it('does not depend on how the text is cut', () => {
    const text = 'event: manifest\r\ndata: {"version":3}\r\n\r\n:beat\n\nevent: recall\ndata: []\n\n';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 10 }), (cuts) => {
        const at = [...new Set([0, ...cuts, text.length])].sort((a, b) => a - b);
        const reader = createEventReader();
        const events = at.slice(1).flatMap((end, index) => reader.push(text.slice(at[index], end)));
        expect(events).toEqual([
          { event: 'manifest', data: '{"version":3}' },
          { event: 'recall', data: '[]' },
        ]);
      }),
    );
  });

  it('refuses an event without end, of one line or of many', () => {
    const half = 'x'.repeat(MOST_EVENT_CHARACTERS / 2);
    expect(() => createEventReader().push(`${half}${half}x`)).toThrow(RangeError);
    const lines = createEventReader();
    lines.push(`data:${half}\n`);
    expect(() => lines.push(`data:${half}\n`)).toThrow(RangeError);
  });

  it('takes any number of events that are not too large', () => {
    const event = `data:${'x'.repeat(MOST_EVENT_CHARACTERS / 2)}\n\n`;
    expect(createEventReader().push(event.repeat(4))).toHaveLength(4);
  });
});
