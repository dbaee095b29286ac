// The part of @lhncbc/ucum-lhc that a test uses; it comes without types.
declare module '@lhncbc/ucum-lhc' {
  export const UcumLhcUtils: {
    getInstance(): {
      convertUnitTo(from: string, value: number, to: string): { readonly toVal: number | null };
    };
  };
}
