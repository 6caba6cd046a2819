// Lines that cannot be run on one machine, each with its reason.

const CLUSTER = 'needs a cluster; the names of deployments are checked by kubernetes.test.ts';
const ns = 'kubectl -n throughcare';
const gateway = 'deploy/integration-gateway';

const ofCluster = [
  `${ns} top pods`,
  `${ns} scale deploy/$SERVICE --replicas=3`,
  `${ns} get pods -l app.kubernetes.io/name=$SERVICE`,
  `${ns} rollout restart deploy/$SERVICE`,
  `${ns} rollout restart ${gateway}`,
  `${ns} rollout undo deploy/$SERVICE`,
  `${ns} logs deploy/$SERVICE --tail=50 --previous`,
  `${ns} logs deploy/$SERVICE --since=2h > service.log`,
  `${ns} logs deploy/$SERVICE --since=1h | grep 'round failed' | tail -5`,
  `${ns} logs deploy/$SERVICE --since=10m | grep '"level":"error"' | tail -5`,
  `${ns} logs deploy/$SERVICE --since=10m | grep '"status":5' | head -20`,
  `${ns} logs deploy/$SERVICE --since=10m | grep "tries" | tail -5`,
  `${ns} logs deploy/$SERVICE --since=10m | grep -E 'UPSTREAM_|TOKEN_UNAVAILABLE' | tail -5`,
  `${ns} logs deploy/$SERVICE --since=15m | grep -E 'pauses: what it needs|waits: its bus' | tail -5`,
  `${ns} logs deploy/$SERVICE --since=30m | grep -E 'Watchdog|Subscribing'`,
  `${ns} logs ${gateway} --since=15m | grep dispatch | tail -5`,
  `${ns} logs ${gateway} --since=15m | grep -E '"component":"(inbound|sqs-consumer)"' | tail -5`,
  `${ns} logs ${gateway} --since=15m | grep -E '"component":"(canary|inbound|sqs-consumer)"' | tail -5`,
  `${ns} exec ${gateway} -- node libs/messaging/dist/bus/topology/cli.js check`,
  `${ns} logs ${gateway} --since=2h | grep 'message not taken' | tail -5`,
];

export const unrun: ReadonlyMap<string, string> = new Map([
  ...ofCluster.map((line) => [line, CLUSTER] as const),
  [
    'aws sqs start-message-move-task --source-arn $ARN',
    'needs an account at AWS; SNS contract tests move dead letters',
  ],
  ['node libs/messaging/dist/bus/topology/cli.js create', 'needs a broker; run by topology/deploy.contract.test.ts'],
  ['npm start', 'system.test.ts starts the same system'],
  ['npm test', 'runs this test'],
]);
