export { MetricSources } from './metric-sources';
