export default () => globalThis.throughcareTestPostgres?.stop();
