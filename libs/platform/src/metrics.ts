export { MetricSources } from './metrics/metric-sources';
