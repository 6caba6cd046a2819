export { MayRead, MayWrite, OPS_READ, OPS_WRITE, Refusals, ServiceOperations } from './operations/service-operations';
export { ReadAudit } from './operations/read-audit';
export { ReasonBody } from './operations/operations.dto';
