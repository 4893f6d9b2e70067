/** docs/configuration.md: every key of the configuration file, from its schema. */
import { MADE, table } from './markdown.ts';
import { type JsonSchema, schemaRows } from './schema-rows.ts';

/** Throws when a key has no description: nobody could use it. */
export function configurationPage(schema: JsonSchema): string {
  const rows = schemaRows(schema);
  const silent = rows.filter(({ description }) => description === undefined).map(({ path }) => path);
  if (silent.length > 0) throw new Error(`keys of the configuration without a description: ${silent.join(', ')}`);
  const sections = Object.keys(schema.properties ?? {}).map((section) => {
    const own = rows.filter(
      ({ path }) => path === section || (/^[.[]/.test(path.slice(section.length)) && path.startsWith(section)),
    );
    const lines = own.map(({ path, values, fallback, required, description = '' }) => [
      `\`${path}\``,
      values,
      required ? 'must be given' : fallback === undefined ? '' : `\`${fallback}\``,
      description,
    ]);
    return `## ${section}\n\n${table(['key', 'value', 'default', 'meaning'], lines)}\n`;
  });
  return `${MADE}

# Configuration

\`atlantic up\` reads \`./atlantic.yaml\` when it is there, or the file named with \`--config\`. Every key has a default, so the file may
be absent, and hold no more than what shall differ. \`atlantic config check FILE\` names every problem with its line, and
\`atlantic config apply FILE\` puts a file in force [while Atlantic runs](reload.md).

Where a secret is wanted, \`env:NAME\` takes it from the environment and \`file:PATH\` from a file, relative to the directory of the
configuration file. In a path, \`[]\` is an entry of a list, and \`[kind=list]\` one whose \`kind\` is \`list\`.

${sections.join('\n')}`;
}
