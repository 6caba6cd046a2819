import { initTelemetry, stopTelemetry, withSpan } from '.';

const [endpoint] = process.argv.slice(2);
initTelemetry({ service: 'test', endpoint });
void withSpan('work', {}, async () => undefined).then(stopTelemetry);
