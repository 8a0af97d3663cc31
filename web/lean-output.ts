/** Two steps after the build that make the first load small. */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/**
 * GraphiQL's stylesheets carry their fonts inside, 35 files for every script of the world. As files of their own the
 * browser fetches only those whose letters are on the page.
 */
export function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        file.source = String(file.source).replaceAll(
          /url\(["']?data:font\/(woff2?);base64,([\w+/=]+)["']?\)/g,
          (_, format: string, data: string) => {
            const font = this.emitFile({ type: 'asset', name: `font.${format}`, source: Buffer.from(data, 'base64') });
            return `url(./${this.getFileName(font).split('/').at(-1)})`;
          },
        );
      }
    },
  };
}

/** Puts a `.gz` beside each text file, so that a server has nothing to compress. Browsers request Brotli over HTTPS only. */
export function gzipped(): Plugin {
  return {
    name: 'gzipped',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (!/\.(js|css|svg|ttf)$/.test(file.fileName)) continue;
          this.emitFile({
            type: 'asset',
            fileName: `${file.fileName}.gz`,
            source: gzipSync(bytesOf(file), { level: 9 }),
          });
        }
      },
    },
  };
}

function bytesOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk): string | Uint8Array {
  return file.type === 'asset' ? file.source : file.code;
}
