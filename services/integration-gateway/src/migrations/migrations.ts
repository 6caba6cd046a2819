import { CreateGateway } from './1764000000000-create-gateway';

export const migrations = [CreateGateway];
