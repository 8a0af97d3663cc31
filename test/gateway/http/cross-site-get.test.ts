import { describe, expect, it } from 'vitest';
import { refuseCrossSiteGet } from '../../../gateway/http/cross-site-get.ts';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
const NAVIGATION = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const IMAGE = 'image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5';

const codeOf = (headers: Record<string, string>, isListed = false): string => {
  try {
    refuseCrossSiteGet(headers, isListed);
    return 'passes';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

/** What a browser sends over HTTPS, and on this machine. */
const fetched = (site: string, mode: string, accept: string, more: Record<string, string> = {}) => ({
  'user-agent': CHROME,
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  accept,
  ...more,
});
/** What a browser sends over plain HTTP to another machine, and an old one everywhere. */
const plain = (accept: string, more: Record<string, string> = {}) => ({ 'user-agent': FIREFOX, accept, ...more });

describe('a GET that a page of another site may have sent', () => {
  it.each([
    ['a link or a form', fetched('cross-site', 'navigate', NAVIGATION, { 'sec-fetch-user': '?1' })],
    ['a link of a sibling domain', fetched('same-site', 'navigate', NAVIGATION)],
    ['an image', fetched('cross-site', 'no-cors', IMAGE, { 'sec-fetch-dest': 'image' })],
    ['a script', fetched('cross-site', 'no-cors', '*/*', { 'sec-fetch-dest': 'script' })],
    ['fetch without asking, whatever it accepts', fetched('cross-site', 'no-cors', 'application/json')],
    ['a value of its own', fetched('3275014501800000', 'no-cors', '*/*')],
    ['a link, by an old browser', plain(NAVIGATION)],
    ['an image, by an old browser', plain(IMAGE)],
    ['a script, by an old browser', plain('*/*')],
    ['a page behind a proxy that asks for a password', plain('*/*', { authorization: 'Basic dTpw' })],
  ])('is refused: %s', (_what, headers) => {
    expect(codeOf(headers)).toBe('CROSS_SITE_GET');
  });

  it('names the header to send, and nothing that it sent', () => {
    expect(() => refuseCrossSiteGet(fetched('3275014501800000', 'no-cors', '*/*'), false)).toThrow(
      /^(?=.*apollo-require-preflight)(?!.*3275)/,
    );
  });
});

describe('a GET that no page of another site has sent', () => {
  it.each([
    ['a page of the gateway', fetched('same-origin', 'cors', '*/*')],
    ['an address that somebody has typed', fetched('none', 'navigate', NAVIGATION)],
    ['curl', { 'user-agent': 'curl/8.5.0', accept: '*/*' }],
    ["Node's fetch", { 'user-agent': 'node', accept: '*/*', 'sec-fetch-mode': 'cors' }],
    ['a client that names nothing', {}],
    ['a page over plain HTTP that names JSON', plain('application/graphql-response+json, application/json')],
    ['what a browser has asked for before', fetched('cross-site', 'cors', '*/*', { 'apollo-require-preflight': '1' })],
    ['the same by another name', fetched('cross-site', 'cors', '*/*', { 'x-apollo-operation-name': 'People' })],
    ['a token', fetched('cross-site', 'cors', '*/*', { authorization: 'Bearer x' })],
    ['an API key', plain('*/*', { 'x-api-key': 'x' })],
    ['a content type that no form has', plain('*/*', { 'content-type': 'application/json' })],
  ])('passes: %s', (_what, headers) => {
    expect(codeOf(headers)).toBe('passes');
  });

  it('passes from a listed origin', () => {
    const asked = fetched('cross-site', 'cors', '*/*', { origin: 'https://dashboard.example' });
    expect([codeOf(asked, true), codeOf(asked, false)]).toEqual(['passes', 'CROSS_SITE_GET']);
  });
});
