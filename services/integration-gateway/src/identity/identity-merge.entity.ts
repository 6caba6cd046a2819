import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NumberType } from './merged-numbers';

/** The newest word on whether a number has become another. */
@Entity('identity_merge')
export class IdentityMerge {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') numberType!: NumberType;
  @Column('text') fromNumber!: string;
  @Column('text') intoNumber!: string;
  @Column('boolean') isMerged!: boolean;
  @Column('timestamptz') saidAt!: Date;
  /** What its events are ordered by: the number that it was first said to have become. */
  @Column('text') eventKey!: string;
}
