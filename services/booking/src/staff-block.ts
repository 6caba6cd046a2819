/** The member of staff as nDelius knows them. Sent only with both codes: nDelius drops the whole event otherwise. */
export interface StaffBlock {
  readonly staffCode: string;
  readonly username: string;
  readonly probationRegionCode: string;
}

export const staffBlock = (member: {
  readonly username: string;
  readonly staffCode?: string | undefined;
  readonly regionCode?: string | undefined;
}): StaffBlock | undefined =>
  member.staffCode && member.regionCode
    ? { staffCode: member.staffCode, username: member.username, probationRegionCode: member.regionCode }
    : undefined;
