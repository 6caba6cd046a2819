/** Names of the agencies that the seed uses; another code is shown by itself. */
export const AGENCIES: Record<string, string> = {
  MDI: 'Moorland (HMP & YOI)',
  LEI: 'Leeds (HMP)',
  SWI: 'Swansea (HMP)',
  WWI: 'Wandsworth (HMP)',
  BXI: 'Brixton (HMP)',
  HLI: 'Hull (HMP)',
  DNI: 'Doncaster (HMP)',
  OUT: 'Outside',
  TRN: 'Transfer',
  SHEFCC: 'Sheffield Crown Court',
};

export const MOVEMENT_TYPES: Record<string, string> = {
  ADM: 'Admission',
  CRT: 'Court',
  REL: 'Release',
  TAP: 'Temporary Absence',
  TRN: 'Transfers',
};

export const REASONS: Record<string, string> = {
  I: 'Imprisonment Without Option',
  INT: 'Transfer In from Other Establishment',
  NOTR: 'Normal Transfer',
  24: 'Recall From Intermittent Custody',
  CRT: 'Court Appearance',
  C3: 'Routine Medical',
  CR: 'Conditional Release (CJA91) -SH Term>1YR',
  NCS: 'Non-Custodial Sentence',
  HP: 'Final Discharge To Hospital-Psychiatric',
  HD: 'Final Discharge Under Home Detention Curfew',
  DEC: 'Final Discharge-Deceased/Suicide',
  DD: 'Deported, Left Prison',
  UAL: 'Unlawfully at Large',
  ECSL: 'End of Custody Supervised Licence',
  MRG: 'Merge',
};

export const agencyName = (code: string): string => AGENCIES[code] ?? code;
