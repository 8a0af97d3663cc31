/** GraphQL Code Generator: `npx graphql-codegen --config graph/codegen.ts`. It reads the schema beside this file. */
import { fileURLToPath } from 'node:url';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { SCALARS } from './schema-facts.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Questions are looked for here and in `src/`. */
const config: CodegenConfig = {
  schema: `${here}schema.graphql`,
  documents: [`${here}*.graphql`, `!${here}schema.graphql`, 'src/**/*.{ts,tsx,graphql}'],
  ignoreNoDocuments: true,
  generates: {
    [`${here}generated/`]: {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { scalars: SCALARS, strictScalars: true, useTypeImports: true, enumsAsTypes: true },
    },
  },
};
export default config;
