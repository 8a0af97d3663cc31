/** A picture as PNG: twice as large as its SVG, so that a page of a report shows it sharp. */
import { WIDTH } from '../charts/drawing.ts';

/** @returns a PNG file of an SVG @param scale pixels of the file for each of the SVG @throws Error where the browser cannot draw it */
export async function pngOf(svg: string, height: number, scale = 2): Promise<Blob> {
  const image = new Image();
  // An address of `data:`, as the page's policy demands.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('expected a canvas to draw on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('expected a picture')) : resolve(blob)), 'image/png'),
  );
}
