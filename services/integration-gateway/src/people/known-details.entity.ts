import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What nDelius showed last of who a person is: not the words, only whether they are others than before. */
@Entity('known_details')
export class KnownDetailsRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text') crn!: string;
  @Column('text') digest!: string;
}
