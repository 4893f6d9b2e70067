import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvRows, separatorOf } from './csv.ts';

it.each([
  ['ip,port', ','],
  ['ip;port;user,name', ';'],
  ['ip\tport', '\t'],
  ['url', ','],
])('finds the separator of %j', (header, separator) => expect(separatorOf(header)).toBe(separator));

it('reads fields, quoted ones too, and where their rows begin', () => {
  expect(csvRows('a,b\r\n\n"c ""d"", e",f\n"two\nlines",g', ',')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 3, fields: ['c "d", e', 'f'] },
    { line: 4, fields: ['two\nlines', 'g'] },
  ]);
  expect(csvRows('a,"never closed\nb', ',')).toEqual([{ line: 1, fields: ['a', 'never closed\nb'] }]);
});

it('reads what was written', () => {
  const rows = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rows, (table) => {
      const text = table.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(';')).join('\n');
      expect(csvRows(text, ';').map(({ fields }) => fields)).toEqual(table);
    }),
  );
});
