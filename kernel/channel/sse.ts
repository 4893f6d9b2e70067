/** Reads server-sent events (WHATWG HTML §9.2) from a byte stream: text in, events out. */

export interface ServerSentEvent {
  event: string;
  data: string;
}

/** No event of ours is near this; a longer one means that the other end is not control. */
export const MOST_EVENT_CHARACTERS = 1_048_576;

export interface EventReader {
  /** The events completed by `text`. Throws RangeError when an event is larger than MOST_EVENT_CHARACTERS. */
  push(text: string): ServerSentEvent[];
}

export function createEventReader(): EventReader {
  let buffered = '';
  let event = 'message';
  let data: string[] = [];
  let size = 0;

  const takeLine = (line: string): ServerSentEvent | undefined => {
    if (line === '') {
      const complete = data.length > 0 ? { event, data: data.join('\n') } : undefined;
      event = 'message';
      data = [];
      size = 0;
      return complete;
    }
    // Lines of an event that never ends would pile up, however short each is.
    size += line.length;
    if (size > MOST_EVENT_CHARACTERS) throw new RangeError('server-sent event is too large');
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    return undefined;
  };

  return {
    push(text) {
      const lines = (buffered + text).split(/\r\n|\n/);
      buffered = lines.pop() ?? '';
      if (buffered.length > MOST_EVENT_CHARACTERS) throw new RangeError('server-sent event is too large');
      return lines.map(takeLine).filter((complete) => complete !== undefined);
    },
  };
}
