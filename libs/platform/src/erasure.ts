export { ErasureEvents, ERASURE } from './erasure/erasure.events';
export { toldElsewhere, type Erase, type Erased } from './erasure/erased';
export { erasedNumberTable, hasErased, isErased, lockErasures, noteErased } from './numbers/erased-numbers';
