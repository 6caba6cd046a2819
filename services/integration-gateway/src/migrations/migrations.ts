import { CreateGateway } from './1764000000000-create-gateway';
import { Canary } from './1764000120000-canary';

export const migrations = [CreateGateway, Canary];
