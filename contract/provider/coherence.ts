/** What the parts of a provider's file must have to do with each other. */

interface Described {
  readonly login: { readonly separator: string };
  readonly products: readonly { readonly name: string; readonly options?: readonly string[] | undefined }[];
  readonly options: readonly { readonly option: string; readonly spaces?: string | undefined }[];
  readonly errors: readonly { readonly status?: unknown; readonly headers?: unknown; readonly contains?: unknown }[];
  readonly examples: readonly { readonly product?: string | undefined }[];
}

interface Fault {
  readonly path: (string | number)[];
  /** The rest of a sentence that begins with the value. */
  readonly message: string;
}

const SPACE: Readonly<Record<string, string>> = { underscore: '_', plus: '+' };

/** A value must not look like the next option: no option may be slipped in through another. */
function spaceFaults({ login, options }: Described): Fault[] {
  return options.flatMap(({ spaces = '' }, at) =>
    login.separator.includes(SPACE[spaces] ?? '\0')
      ? [{ path: ['options', at, 'spaces'], message: 'is the separator too; values could pass for options' }]
      : [],
  );
}

function repeated(names: readonly string[], list: string, key: string): Fault[] {
  return names.flatMap((name, at) =>
    names.indexOf(name) === at ? [] : [{ path: [list, at, key], message: 'is described twice' }],
  );
}

/** Everything that does not fit together, each at its place in the file. */
export function incoherences(file: Described): Fault[] {
  const described = file.options.map(({ option }) => option);
  const products = file.products.map(({ name }) => name);
  const missing = file.products.flatMap(({ options = [] }, at) =>
    options.flatMap((option, position) =>
      described.includes(option)
        ? []
        : [{ path: ['products', at, 'options', position], message: 'is not described under options' }],
    ),
  );
  const markless = file.errors.flatMap(({ status, headers, contains }, at) => {
    if (contains !== undefined && headers === undefined)
      return [{ path: ['errors', at, 'contains'], message: 'needs headers, in which to look' }];
    return status === undefined && headers === undefined
      ? [{ path: ['errors', at], message: 'needs a status or headers to be known by' }]
      : [];
  });
  const strange = file.examples.flatMap(({ product }, at) =>
    product === undefined || products.includes(product)
      ? []
      : [{ path: ['examples', at, 'product'], message: 'is not one of the products' }],
  );
  return [
    ...spaceFaults(file),
    ...repeated(described, 'options', 'option'),
    ...repeated(products, 'products', 'name'),
    ...missing,
    ...markless,
    ...strange,
  ];
}
