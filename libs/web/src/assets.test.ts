import { assetUrl, assets, withoutLicensedFont } from './assets';

describe('styles', () => {
  it('have no licensed typeface, and lose nothing else', () => {
    const { content } = assets['app.css'];
    expect(content).not.toMatch(/GDS Transport|\.woff2?|@font-face|sourceMappingURL/);
    expect(content).toContain('.govuk-error-summary{');
    expect(content).toContain('font-family:arial,sans-serif');
    expect(content).toContain('.app-timeline');
  });

  it('lose each face with its name', () => {
    const css = 'a{color:red}@font-face{font-family:GDS Transport;src:url(x)}b{font-family:GDS Transport,arial}';
    expect(withoutLicensedFont(css)).toBe('a{color:red}b{font-family:arial}');
  });

  it('have an address that changes with what they say', () => {
    expect(assetUrl('app.css')).toMatch(/^\/assets\/app\.css\?v=[0-9a-f]{12}$/);
    expect(assetUrl('app.css')).not.toBe(assetUrl('govuk.js').replace('govuk.js', 'app.css'));
  });
});
