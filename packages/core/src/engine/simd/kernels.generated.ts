// Made by scripts/build-kernels.ts out of ../assembly: do not edit.

/** Characters of the kernels' text. The last 3 begin pairs. */
export const ALPHABET = ' !#%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~'

/** The bytes, in hexadecimal, that have a character of their own, in the order of the alphabet. */
export const FREQUENT =
  '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1f20212224282a2b2d30363f4041424546494b4f50515560646a6b6c70747b7c7e7f80848688909498a0a8adb0b4b8bcc0e0e4e6f0f1f2fdff'

/** The compiled kernels as text, which gzip packs as well as the bytes. */
export const KERNELS = {
  /** 17422 bytes. */
  float64:
    ' }-}?}9!   !}S!4X(ddddd X%ddd X*ddddddd X)dddddd X&dddd X!a!aX#dd X!d X(aaaad X+dddddbdb!bX(dddbb X(ddddd!bX)d' +
    'dddad X  X+dddddddd X+dddddddb!bX&dddd!b#2!%}1}:}B)}9}1}9};}>}E# !%A|A(!*#(+,%## %))-./ !0&&1 %2&3 !).#d!N .d!' +
    'N .*}:.(_}>}-}5}: <,^}>};^}-}3}-_}1 ))}A^Y}-_}1 ;*}2};}>}C}-}>Y =&}/};}?_ >*_};}A}/}4}1Y%!*Y}1}?}/}1}:Y 0)}?}4' +
    '}>}5}:[ /*}?}4}A}2}2]}1 7/}/};}:}?_}-}:_}?P}:Y% )}9}1}9};}>}E# +!6/!|Q-ib|A}S%!,aB Nt.z-% z~C!N|Wz~B!D!N~^.z-%' +
    ' zUNw.z-% zx!C)Ns.z-% B B!N|Wz~@!z~F!N~M.z-% D!z~C!B!zx!D%zy!B%zy!C*B%N~=.z-% B%zw!z~j!D+B+zy!D&B&zy!D(B(zy!C,' +
    'B)No.z-% zy!D#B*B+B*B&Ne/z-% zy!B(Nh/z-% B&Ni/z-% zy!zw!zy!zw!B,Nk/z-% B&Nl/z-% zy!zw!zy!zw!B,B(zy!Nm/z-% B&No' +
    '/z-% zy!zw!zy!zw!zw!zy!B)Nq.z-% zy!D&zw!zx!B%zx!zx!C(B*N~o.z-% zRB)z/                z|lzTD)z|x&aB#B*B!N~E.z-%' +
    ' B%zy!zx!zy!B&zx!B%zx!zx!B(B)z|w(B(.B B z|mzU.~r)#-d(aNh2F# C*%MB#NBZB*|r&MB C%%MB%N&ZD&B!|r&MNe2N}X2F# B%Ni2F' +
    '# ]ZB#Nk2F# ZNl2F# B%N}r2F# ]ZB#ZNm2F# B%N}z2F# ]ZB#Z34B&C%/!..%MB!B%S&MN}X2F# B%Ni2F# ]ZC(B#Nk2F# ZC)Nl2F# B%' +
    'N}r2F# ]ZB#ZC+Nj2F# C,N}j2F# C-Nm2F# B%N}z2F# ]ZB#ZD&z & C1B&z &3C0Nf2F# C&%MB&&MB1B(z-% D2B)z & zy!zw!C1B0B2B' +
    ')z &3zy!zw!C0B(B,ZC(B)B-ZC)B&N![C&/!..B+B1z.& B+B0z.&3B%N!ZC%/!..B#NBZC#/!..B#B*R&M%MB N&ZD%B!|r&MB#Nk2F# ZC)N' +
    'l2F# N}r2F# D,B ]ZB#ZC.Nj2F# C-N}j2F# C/Nm2F# N}z2F# D&B ]ZB#ZD(z & C0B&B(ZD(z & C2B&B(ZD(z & C3B&B(Zz & C1N}X' +
    '2F# Ni2F# D&B ]ZC*B&B&B*ZD(ZD+B&ZC&Nf2F# C %MB &MB0B*z-% B)z & D4zy!zw!C0B2B(z-% B4zy!zw!C2B3B+z-% B4zy!zw!C3B' +
    '1B&z-% B4zy!zw!C1B(B-ZC(B+B-ZC+B&B-ZC&B*B-ZC*B)B/ZC)B N![C /!..B.B0z.& B,B.ZD B2z.& B B,ZD B3z.& B B,ZB1z.& B%' +
    'C /!..%MB B!R&MN}X2F# B Ni2F# ]ZC)B#Nk2F# ZC(Nl2F# B N}r2F# ]ZB#ZNj2F# C*N}j2F# C+Nm2F# B N}z2F# ]ZB#Zz & C0Nf' +
    '2F# C%%MB%&MB0B)z-% B(z & zy!zw!C0B)B*ZC)B(B+ZC(B%N![C%/!..B0z.& B N!ZC /!....}u#!(dNe2F# N3T&dNf2F# N}j2F# ]N' +
    'ee!S(N .&MB C!Ne2F# Nb}=C#Nh2F# NX}=C&Nf2F# C%%MB%&MNf2Ne#B%B%Ne#S>K# N C %MB B#R&MB B Ne!ZD B#B B#R>B&B!38/!.' +
    '.N B#B&3!B#Ne2F# N 3!Ni2F# C(N}X2N}X2F# Nj2F# D N+_ZK# Ni2B(K# Nj2B K# Nk2Nk2F# N}j2F# D N+_ZK# N}j2B K# N}r2F' +
    '# C Nm2Nl2F# K# N}z2B K# B%Nf2F# [C%/!..(N Ne2F# N 3!..}d(#(d!aB F# D*F#;B&B*F#+]ZC-%MB,B*F#+R&MB*F#3B,Zz & C/' +
    'N C+%MB%B+S&MB/B-B+B*F#+]ZB,Zz & zw!C/B+N!ZC+/!..B*F#3B,ZB/z.& B,N3ZC,/!..N C+#MB(&dB(F#?&dN (B(F#E&dB!F# (N!.' +
    '.(N!.PD,&dN (B!F# &dN (B*F#+Ne#|rB%N3S}>..&MB B*B!B#B%B&N 3,/!.%MB%B+S&MB#B+N#_ZC-N3B%B+[D.B.N3S>C.B)P&MB,&MB ' +
    'B*B!B-B.B(3.(B B*B!B-B.3-..B B*B!B-B.B&B+ZN#N!B,>3,B+N3ZC+/!...N!C#%MB#B F#&R&MN C(B F# B#NE]ZD!F#;B&B!F#+]ZC+' +
    '%MB(B!F#+R&MB!F#3B(Zz & C/N C)%MB%B)S&MB/B+B)B!F#+]ZB(Zz & zw!C/B)N!ZC)/!..B!F#3B(ZB/z.& B(N3ZC(/!..B!F#+C(Ne2' +
    'B!F# K# Nf2B%K# Nh2B(K# N}X2B*F#7B*F#+D(B&]ZK# Ni2N+K# Nj2B(K# B!F#+C(Nk2B!F#;B&B!F#+]ZK# N}j2B(K# B!F#+C(Nm2B' +
    '!F#/K# N}z2B(K# B!F#+C(Nl2B!F#/K# N}r2B(K# B F#;3#B!C*B#N!ZC#/!...~Z#!(aB N~=+z-% z~m!N~E+z-% z~n!D!N~M+z-% zy' +
    '!Nw+z-% D%zw!D B%zx!C#B!B#Nt+z-% zy!zx!D&B#N~^+z-% zy!D(zx!D!B!zy!C#Ns+z-% B&B#Ne,z-%FB#Ne,z-%BB#Ne,z-%;B#Ne,z' +
    '-%3B#Ne,z-%+B#Ne,z-% zy!zw!zy!zw!zy!zw!zy!zw!zy!zw!B!No,z-%FB#No,z-%BB#No,z-%;B#No,z-%3B#No,z-%+B#No,z-% zy!zw' +
    '!zy!zw!zy!zw!zy!zw!zy!zw!zy!zw!zy!B(zx!zw!zw!B B%z~F!D N!z}z!D!N~o+z-% D#z~C!N|Wz~@!zy!B B!z~F!B#z~C!N|Wz~@!zy' +
    '!.~G#!)aB&z,# C(B&z,#&C)N C&%MB&N-|m&MB z/|xAV~G|xAV~G|xAV~G|xAV~Gz~S!C*B z/|xAV~G|xAV~G|xAV~G|xAV~Gz~T!C+B#z/' +
    '} }Y}l~B} }Y}l~B} }Y}l~B} }Y}l~Bz~S!D,B#z/} }Y}l~B} }Y}l~B} }Y}l~B} }Y}l~Bz~T!D-z0&()*/012789:?@|AAB!zVB(zVC B' +
    '*B+z0&()*/012789:?@|AAB%zVB)zVC#B,B-z0 !#%+,-.3456;<=>C!B*B+z0 !#%+,-.3456;<=>C%B(z/~.}E|Z}l~.}E|Z}l~.}E|Z}l~.' +
    '}E|Z}lz~ !C(B)z/}Q~ }3~0}Q~ }3~0}Q~ }3~0}Q~ }3~0z~ !C)B&N!ZC&/!..Nw-B z.& Ne.B!z.& Ni.B#z.& Nl.B%z.& .p)#*d(aB' +
    ' B!B#B%B&B)3*B F# B F#&N![NE]ZC-%MB%B,S&MB#B,N#_ZF# C+B!F# &dB!F#7B+B-F#+]Z(B F#BB-F#+B+B!F#3ZI  ]Z.C.B*B B-B!' +
    'B#B,N#_ZF# B&B,ZD+32lC*B-F#+B+]D+B-F#7ZC/B-F#;B+ZC0B(z7C5N C+%MB+B-F#+R&MB5B+B/Zz & D2B+B.Zz & zx!zy!C6B+B0ZB ' +
    'F#J&aB6(B2Ns+z-% D4B2zx!zy!C3#MB-F#?D1P0 B4B2B2zy!zx!C3B1N!Q0 B2z/                z|oB4z|sC3B1N#Q0  .B6B3zy!.z' +
    '.& B+N3ZC+/!..B-F#&N%_C+%MB+B-F#+R&MB+B0Z|i        |]% B+N+ZC+/!..B,N!ZC,/!..B F#&N![C!%MB!&MB%B&ZC.B F# B!NE]' +
    'ZC/N C,%MB/F#&D#B,S&MB,N3ZD+B#B#B+S>C0B&C#%MB#B.R&MB F#3B,B F#+]ZB#B&[N%_ZC-B/F#;B#B/F#+]ZD1B,N%_ZC+%MB+B1B0N%' +
    '_ZR&MB-B+H% |]% B-B F#+ZC-B+N+ZC+/!..B#N!ZC#/!..B,N3ZC,/!..B/F#&C#Ne2B/F# K# Nf2B#K# Nh2B.B&[N%_N2ZN^}=K# B/F#' +
    '+C#N}X2B/F#/K# Ni2B#K# Nj2N+K# B F#+C#Nk2B F#3K# N}j2B#K# Nm2B F#/K# N}z2N K# B F#+C#Nl2B F#7K# N}r2B#K# B F#;' +
    '3#B B F# B!N![NE]ZB&B.B)&dB)F#7N |l(N .3?B!N![C!/!..B*.~2*#-d(aB F# C)B C*B!F# N#Q&dB)F#+Ne!Q(N .&MNr1B*F#?K# ' +
    '%MB%B-S&MNo1B!F#/B#B-N#_ZF# B)F# ]ZK# Np1No1F# B)F# ZK# B)F#/B)F#3B)F#7B)F#+B&B-Z]Z3@B-N!ZC-/!..(#MB(&dB(F#?&d' +
    'N (B(F#E&dB!F# (N!..(N!.PD &dN (B!F# &dN (B)F#+Ne#|rB%N3S}>..&MB*B)B!B#B%B&N 3+/!.%MB%B-S&MB#B-N#_ZC+N3B%B-[D,' +
    'B,N3S>C,B &MB*B)B!B+B,B(3.(B*B)B!B+B,3-.B*B)B!B+B,B&B-ZN#N!B >3+B-N3ZC-/!....B)B%B&35N!C-%MB-B*F#&R&MB*F# B-NE' +
    ']ZC B(&dB(F#7(N .&MN C.B(H% z7C7B)F#BB)F#7[C0%MB%B.S&MB#B.N#_ZF# C+B!F#;D,&MB,B+N#_ZF# C+.z/    !   #   %   C3' +
    'N C,%MB,B)F#&R&MB*B(B-B+B3B(F#;33B3z/&   &   &   &   z~ !C3B,N3ZC,/!..B*F#|WC+B)F#7B)F#+B&B.Z]ZD2C,%MB,B2B)F#+' +
    'ZR&MB+z(# B7z|sC5B,B0ZB,z & D4Ns+z-% D6B4zx!zy!C3#MB)F#?D/P0 B6B4B4zy!zx!C3B/N!Q0 B4z/                z|oB6z|s' +
    'C3B/N#Q0  .B3B5zy!z.& B,B4B5zy!z.& B+N+ZC+B,N3ZC,/!..B.N!ZC./!...B F# C+B F#+C,Ne2B%K# Nf2B+K# Nh2B,K# N}X2B)F' +
    '#7B)F#+D)B&]ZK# Ni2B)K# Nj2N+K# B F#+C)Nk2B F#/K# N}j2B)K# Nm2B F#3K# N}z2N K# B F#+C)Nl2B F#7B&B F#+]ZK# N}r2' +
    'B)K# B*F#;3#B B%B&35B C)B-N!ZC-/!...~j3#.d,aNr1B F#?K# Ns1B!F#+K# %MB!F#+D*B.S&MB*B.[D*Ne!T&dNe!(B*Ns T&dNs (N' +
    'BN3B*NBT>..C0N C/%MB&B/S&MB.B!F#7B!F#+B(B/Z]ZZC,B)N#Q&dB/N#_Nw0ZF# (B).D*N!Q&MNo1B F#EB/B!F# ]D*N#_ZK# Np1No1F' +
    '# B F#|OB/N#_ZF# N#_ZK# Nq1B F#FB*N%_ZK# B.B!F#/ZC1B.B!F#3ZC*B0Ne!Q&MB*z & C6B*z &3C5B*z &BC7B*z &JC8B*z &MC9B' +
    '*z &UC:B*z &XC;B*z &^C<No1F# C+Nq1F# C-Np1F# C*Nr1F# =Ns1F# =%MB*B+S&MB1B+F# ZC2B-z-% C=B+N&ZC+B-N+ZC-B6B2z & ' +
    'B=zy!zw!C6B5B2z &3B=zy!zw!C5B7B2z &BB=zy!zw!C7B8B2z &JB=zy!zw!C8B9B2z &MB=zy!zw!C9B:B2z &UB=zy!zw!C:B;B2z &XB=' +
    'zy!zw!C;B<B2z &^B=zy!zw!C</!..B,B6z.& B,B5z.&3B,B7z.&BB,B8z.&JB,B9z.&MB,B:z.&UB,B;z.&XB,B<z.&^(B0Ns Q&MB*z & C' +
    '6B*z &3C5B*z &BC7B*z &JC8No1F# C*Nq1F# C-Np1F# C+Nr1F# =Ns1F# =%MB*B+R&MB1B*F# ZC2B-z-% C9B*N&ZC*B-N+ZC-B6B2z ' +
    '& B9zy!zw!C6B5B2z &3B9zy!zw!C5B7B2z &BB9zy!zw!C7B8B2z &JB9zy!zw!C8/!..B,B6z.& B,B5z.&3B,B7z.&BB,B8z.&J(B0NBQ&M' +
    'B*z & C5B*z &3C6No1F# C*Nq1F# C+Np1F# C-Nr1F# =Ns1F# =%MB*B-R&MB1B*F# ZC2B+z-% C7B*N&ZC*B+N+ZC+B5B2z & B7zy!zw' +
    '!C5B6B2z &3B7zy!zw!C6/!..B,B5z.& B,B6z.&3(B*z & C5No1F# C*Nq1F# C+Np1F# C-Nr1F# =Ns1F# =%MB*B-R&MB1B*F# ZC2B+z' +
    '-% C6B*N&ZC*B+N+ZC+B5B2z & B6zy!zw!C5/!..B,B5z.& ...(No1B#F#+B#F#&B%B/N#_ZF# N#_ZD+F# D-N!_ZK# Np1B#F#+B+F#&N!' +
    '_ZK# Nq1B-B#F#/ZK# B.B!F#/ZB*ZC1B.B!F#3ZC*B0Ne!Q&MB*z & C6B*z &3C5B*z &BC7B*z &JC8B*z &MC9B*z &UC:B*z &XC;B*z ' +
    '&^C<No1F# C+Nq1F# C-Np1F# C*Nr1F# C2Ns1F# C3%MB*B+S&MB1B+|R! B3]ZC4B2B-I  N%_Zz-% C=B+N#ZC+B-N!ZC-B6B4z & B=zy' +
    '!zw!C6B5B4z &3B=zy!zw!C5B7B4z &BB=zy!zw!C7B8B4z &JB=zy!zw!C8B9B4z &MB=zy!zw!C9B:B4z &UB=zy!zw!C:B;B4z &XB=zy!z' +
    'w!C;B<B4z &^B=zy!zw!C</!..B,B6z.& B,B5z.&3B,B7z.&BB,B8z.&JB,B9z.&MB,B:z.&UB,B;z.&XB,B<z.&^(B0Ns Q&MB*z & C6B*z' +
    ' &3C5B*z &BC7B*z &JC8No1F# C*Nq1F# C-Np1F# C+Nr1F# C2Ns1F# C3%MB*B+R&MB1B*|R! B3]ZC4B2B-I  N%_Zz-% C9B*N#ZC*B-' +
    'N!ZC-B6B4z & B9zy!zw!C6B5B4z &3B9zy!zw!C5B7B4z &BB9zy!zw!C7B8B4z &JB9zy!zw!C8/!..B,B6z.& B,B5z.&3B,B7z.&BB,B8z' +
    '.&J(B0NBQ&MB*z & C5B*z &3C6No1F# C*Nq1F# C+Np1F# C-Nr1F# C2Ns1F# C3%MB*B-R&MB1B*|R! B3]ZC4B2B+I  N%_Zz-% C7B*N' +
    '#ZC*B+N!ZC+B5B4z & B7zy!zw!C5B6B4z &3B7zy!zw!C6/!..B,B5z.& B,B6z.&3(B*z & C5No1F# C*Nq1F# C+Np1F# C-Nr1F# C2Ns' +
    '1F# C3%MB*B-R&MB1B*|R! B3]ZC4B2B+I  N%_Zz-% C6B*N#ZC*B+N!ZC+B5B4z & B6zy!zw!C5/!..B,B5z.& ....B/N!ZC//!..B.B0Z' +
    'C./!...~D2#-d,aNr1B F#?K# Ns1B!F#+K# %MB!F#+D*B.S&MB*B.[D*Ne!T&dNe!(B*Ns T&dNs (NBN3B*NBT>..C/N C-%MB&B-S&MB.B' +
    '!F#;B!F#+B(B-Z]ZZC+B)N#Q&dB-N#_Nw0ZF# (B).D*N!Q&MNo1B F#EB-B!F# ]D*N#_ZK# Np1No1F# B F#|OB-N#_ZF# N#_ZK# Nq1B ' +
    'F#FB*N%_ZK# B.B!F#/ZC0B!F#3=B/Ne!Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7B+z &MC8B+z &UC9B+z &XC:B+z &^C;Nq1F# C+Np' +
    '1F# C*Nr1F# =Ns1F# =No1F# C,%MB*B,S&MB0B,F# ZD1B1z & B+z-% D<B4zy!zw!z.& B1B1z &3B<B5zy!zw!z.&3B1B1z &BB<B6zy!' +
    'zw!z.&BB1B1z &JB<B7zy!zw!z.&JB1B1z &MB<B8zy!zw!z.&MB1B1z &UB<B9zy!zw!z.&UB1B1z &XB<B:zy!zw!z.&XB1B1z &^B<B;zy!' +
    'zw!z.&^B+N+ZC+B,N&ZC,/!..(B/Ns Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7Nq1F# C+Np1F# C*Nr1F# =Ns1F# =No1F# C,%MB*B,' +
    'S&MB0B,F# ZD1B1z & B+z-% D8B4zy!zw!z.& B1B1z &3B8B5zy!zw!z.&3B1B1z &BB8B6zy!zw!z.&BB1B1z &JB8B7zy!zw!z.&JB+N+Z' +
    'C+B,N&ZC,/!..(B/NBQ&MB+z & C4B+z &3C5Nq1F# C+Np1F# C,Nr1F# =Ns1F# =No1F# C*%MB*B,R&MB0B*F# ZD1B1z & B+z-% D6B4' +
    'zy!zw!z.& B1B1z &3B6B5zy!zw!z.&3B+N+ZC+B*N&ZC*/!..(B+z & C4Nq1F# C,Np1F# C+Nr1F# =Ns1F# =No1F# C*%MB*B+R&MB0B*' +
    'F# ZD1B1z & B,z-% B4zy!zw!z.& B,N+ZC,B*N&ZC*/!.....(No1B#F#+B#F#&B%B-N#_ZF# N#_ZD,F# D0N!_ZK# Np1B#F#+B,F#&N!_' +
    'ZK# Nq1B0B#F#/ZK# B.B!F#/ZB*ZC0B!F#3=B/Ne!Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7B+z &MC8B+z &UC9B+z &XC:B+z &^C;N' +
    'q1F# C+Np1F# C*Nr1F# C1Ns1F# C2No1F# C,%MB*B,S&MB0B,|R! B2]ZD3B3z & B1B+I  N%_Zz-% D<B4zy!zw!z.& B3B3z &3B<B5z' +
    'y!zw!z.&3B3B3z &BB<B6zy!zw!z.&BB3B3z &JB<B7zy!zw!z.&JB3B3z &MB<B8zy!zw!z.&MB3B3z &UB<B9zy!zw!z.&UB3B3z &XB<B:z' +
    'y!zw!z.&XB3B3z &^B<B;zy!zw!z.&^B+N!ZC+B,N#ZC,/!..(B/Ns Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7Nq1F# C+Np1F# C*Nr1F' +
    '# C1Ns1F# C2No1F# C,%MB*B,S&MB0B,|R! B2]ZD3B3z & B1B+I  N%_Zz-% D8B4zy!zw!z.& B3B3z &3B8B5zy!zw!z.&3B3B3z &BB8' +
    'B6zy!zw!z.&BB3B3z &JB8B7zy!zw!z.&JB+N!ZC+B,N#ZC,/!..(B/NBQ&MB+z & C4B+z &3C5Nq1F# C+Np1F# C,Nr1F# C1Ns1F# C2No' +
    '1F# C*%MB*B,R&MB0B*|R! B2]ZD3B3z & B1B+I  N%_Zz-% D6B4zy!zw!z.& B3B3z &3B6B5zy!zw!z.&3B+N!ZC+B*N#ZC*/!..(B+z &' +
    ' C4Nq1F# C,Np1F# C+Nr1F# C1Ns1F# C2No1F# C*%MB*B+R&MB0B*|R! B2]ZD3B3z & B1B,I  N%_Zz-% B4zy!zw!z.& B,N!ZC,B*N#' +
    'ZC*/!......B-N!ZC-/!..B.B/ZC./!...I!!d%MB&B(S&MB B!B#B%B(N#_ZF# B(3:B(N!ZC(/!...e&!(dB(F#E&dB#F# (N!.PD+&M%MB&' +
    'B*S&MB*N#_D-Nw/ZB%B-ZF# K# B*N!ZC*/!..%MB)B&N#_R&Mz/                B)Nw/Zz & B(F#3z4z/                B(NJZ3(' +
    'N C*%MB*N3R&MB)Nw/ZB*ZB*Nw-Z|X# B(F#ED-nO!gO!bcOBh}uB-[K# B)No0ZB*ZB*Ne.Z|X# B(F#ED-nO!gO!bcOBh}uB-[K# B*N&ZC*' +
    '/!..B)N3ZC)/!...%MB&B,S&MB+PD)P&MB,N#_D)No0ZF# C*B#F#?B%B)ZF# N#_ZD-I  N B)Nw/ZF# D)[|s&dB)B-I !|q(N .&dB-I #N' +
    ' B*[|s(N .&dB*B-I %|q(N .C).B+&dB,N#_D*Nw/ZF# B*No0ZF# B#F#E]Z(N .C-B)&dB(F#?P(B).D*&MB!F#+Ne#|rC*.B*P&MB B!B#' +
    'B%B,B(B-B)39.B,N#_Nw0ZB*&dB-B!F#+](N!.K# B,N!ZC,/!...f##%d%aB!H%+z7C(B!H%3z7C*%MB%B F#&R&MB F# B%NE]ZD#F#/B#F#' +
    ' B#F#+]ZC&B!H%3|i        }-&dB!H%+|i      tLY(N .&MB#F#/C#%MB#B&R&MB#B(B#z & zy!z.& B#N3ZC#/!..(B#F#/C#%MB#B&R' +
    '&MB#B(B#z & D)zy!B)z/                z|mB*B)z/       e       ez|szUz|szx!z.& B#N3ZC#/!...B%N!ZC%/!...}=!#d%MB%' +
    'B F#&R&MB!B F# B%NE]ZD#F#3B#F#+|i        |i        31B!B#F#/B#F# B#F#+]B!H%FB!H%J31B%N!ZC%/!..B!B!F#}DN3ZK#}D.' +
    '~d%#+a)dB H%;z7C,B%z7C-B&z7C.B H%Bz7C+B H%|[z7C*B&|i        }.C4B F#XC3B!B F#]ZC1B!B F#^ZC0B!B F#_ZC2B!B#ZC5%M' +
    'B!B5R&MB,B1z & zy!B-B!z & D)z/                zw!zy!zw!C(B1z/                z.& B4&MB(B)z/                z|m' +
    'B.B)z/       e       ez|szUz|szw!C(.B3N%Q&MB H%|mz7B2z & zy!B H%Uz7B(B(zy!zy!zw!C/B0B*B0z & zy!B H%Mz7B(zy!zw!' +
    'D(z.& B2B/z.& B!B)B+B(B F#}DD#z-% zy!zy!B/B#N+Zz-% zy!z~f!B H%}!z7zw!z~j!zx!z.& (B0B*B0z & zy!B+B(zy!D(zx!D/z.' +
    '& B!B)B*B/zy!B(zx!B/B3N#Q>zw!z.& .B1N3ZC1B0N3ZC0B2N3ZC2B!N3ZC!/!...}t%%!b&a!dB!F#7B&B!F#+]ZC&B!F#&N%_C-B F#JN#' +
    'Q&dB#F# (N!.P&MB&B%B#F#3ZI  N%_ZH% z7Nq/z-% z~n!3 zC }h2.B#F# &dB#F#7B%B!F#+]Z(B F#BB!F#+B%B#F#3ZI  ]Z.C!B F#J' +
    'D%&bB#F# PC#N C %MB B-R&MB B&Zz & C+B B!Zz & C*B(B%N!Q&aB+Nq/z-% z~n!C,N~=/z-% D)B+zx!Ns/z-% z~n!C+#aB#&MB,B+B' +
    '*B)z|lz|w3 /!.B*B,3 zy!B)B*zx!B+3 zy!zw!.(B*B+Nq/z-% z~n!3 zy!.D)zC lD(B)zC!lB(B N+ZB-R>C(B N3ZC /!..B(}h(N C ' +
    '%MB B-R&MB(B B&ZH% B B!ZH% }oD(B(}plC(B N+ZC /!..B(|i      tL}p..~s#!)aB&B%z4B!F#3z4B#z4B!NFZ3(Ne+Nw-z & B(z4D' +
    '+zMD*Ne.z & B+zMD,z0 !#%3456&()*789:D-Ni.z & B+zMD)Nl.z & B+zMD+z0 !#%3456&()*789:D.z0 !#%&()*3456789:z.& Ni+B' +
    '-B.z0+,-./012;<=>?@|AAz.& Nl+B*B,z0+,-.;<=>/012?@|AAD*B)B+z0+,-.;<=>/012?@|AAD)z0 !#%&()*3456789:z.& No+B*B)z0' +
    '+,-./012;<=>?@|AAz.& B F#|WB&z> N&_ZNe+z & z.& B F#|WB&z>!N&_ZNi+z & z.& B F#|WB&z>#N&_ZNl+z & z.& B F#|WB&z>%' +
    'N&_ZNo+z & z.& .}q%#.a(dB F#7C4B F#?C7B F#EC5B&z & C(B&z &3C)B F#|OD3B&ZD&z & C*B&z &3C+B&B3ZD&z & C,B&z &3C-B' +
    '&B3ZD&z & C.B&z &3C/B F#3D&B!ZD3B&ZD6B&ZC&B F#&C %MB &MB(B!z-% D1B#z & D0zy!zw!C(B)B1B#z &3D1zy!zw!C)B*B3z-% D' +
    '2B0zy!zw!C*B+B2B1zy!zw!C+B,B6z-% D2B0zy!zw!C,B-B2B1zy!zw!C-B.B&z-% D2B0zy!zw!C.B/B2B1zy!zw!C/B3B4ZC3B4B6ZC6B&B' +
    '4ZC&B!B4ZC!B#B7ZC#B N![C /!..B%B(z.& B%B)z.&3B%B5ZD B*z.& B B+z.&3B B5ZD B,z.& B B-z.&3B B5ZD B.z.& B B/z.&3.~' +
    'b(%%d)a!bB F#7D&B F#+D(B#]ZC%B&B(B!B#Z]ZC&B F#?D!&MB!N!Q&M%MB%B&R&MB%z & D-z~c!D)Nk-z-% zRC*Nm-z-% B-B-zy!D.zy' +
    '!No-z-% zw!B.zy!Nq-z-% zw!Nl-z-% B*z|wB.Ns-z-% zw!B.zy!N~=-z-% zw!B.zy!N~E-z-% zw!B)B)zw!3&Ns+z-% D,zw!B*z|wz~' +
    'j!C+B%B-B-B.B+zy!zy!zw!B,B+zx!B-B)zVzUB*z|wz.& B%N3ZC%/!..(B F#?N#Q&M%MB%B&R&MB%B%z & z/                z~n!z.' +
    '& B%N3ZC%/!..(B F#?N%Q&MB C#B%D C!%MB!B&R&MB!B#F#+ZC(B!B#F#&N%_ZC%%MB%B(R&MB%|i      w{|]% B%N+ZC%/!..B!z & C)' +
    'B!N3ZC%%MB%B(R&MB)B%z & z~n!C)B%N3ZC%/!..B)B)B)z0+,-./012 !#%&()*z~n!C)B!C%%MB%B(R&MB%B%z & B)zx!3&z.& B%N3ZC%' +
    '/!..B!B#F#+ZC!/!..%MB B&R&MB B#F#+ZC%|i        C/B C!%MB!B%R&MB/B!H% lB!H%+lC/B!N3ZC!/!..B/z7C)B C!%MB!B%R&MB!' +
    'B!z & B)z~j!z.& B!N3ZC!/!..B B#F#+ZC /!..( ...(%MB%B&R&MB%Ns+z-% D)B)B%z & z~d!3&zw!z~j!z.& B%N3ZC%/!....* No2' +
    'E .~*##)c%d%MB#B%S&MNdB#}3}BC-%M#dB F#E&MB N K#EB F#B/!.B |L% D*O~:~c~(~u~>~c~n~7~8 cD&B |L%3bC+B*OBhD(O~:~c~(' +
    '~u,cB*O{{{{2}OD)O~:~c~(~u,cOBhbC,B&B+|{nB |L%;B(Ou~3}e}j&cB,OBhbB)Ou~3}e}j&cB,O{{{{2}ObOBhbB*O}r~0}g~u~Fl~0o|F' +
    'cbB |L%+O~:~c~(~u~>~c~n~7~8 cbbbC&B B+|Z% B B&|Z%+B B&B+}QB&O|^h}VD&OBh|c#BB N!K#EB&}u.B-}=D.B#S0 .B!B#N#_ZD-F' +
    '# C/B-B!B.N#_ZD-F# K# B-B/K# B#N![C#/!...~Q%!+dB%NeM[D)C+Ni2F# C*Nj2F# C-Nf2F# C.B C&%MB!B&S&MN}X2F# B&B*]ZC(N' +
    ' C,%MB,B.R&MB+B(H% |]% B+B(B*ZH% |]%+B+B(B*N!_ZH% |]%3B+B(B*N%]ZH% |]%;B(B-ZC(B+NBZC+B,N!ZC,/!..B&N&ZC&/!..N~I' +
    '1Nf2F# K# N~Q1B)K# Nt1N+K# Nu1NBK# N~^1B%K# N~c1NBK# N}z2F# C&N~o1Nm2F# K# N~s1B&K# N}r2F# C&Nw1Nl2F# K# N~k1B' +
    '&K# N C+%MB#B+S&MB%C&N}j2F# C*B+Nk2F# ZC(Nf2F# C,%MB,&MB&B(z & z.& B&B(z &3z.&3B(B*ZC(B&NBZC&B,N![C,/!..B)C(B ' +
    'C&%MB!B&S&MN~E1B(B%Nl2F# B&N}r2F# ]ZB+ZNm2F# B&N}z2F# ]ZB+Z34B(Nf2F# N(_ZC(B&N&ZC&/!..B+NBZC+/!...~6(%0d!c#bB#' +
    'F#&B%B&N#_ZF# D,N#_ZC+B#F# PD5&dB+F# (B,B!F# ].C,B5&dB+F#&(B,B!F# Z.C4B(F#?&bB(H%+(|i      wL.C9B F#EB!F# D+B&' +
    'N#_D-]ZD3C7B F#FB+B&N%_]ZC+B(F#?&MB%B-ZF# C.B#F#;D%&MB%B.N#_ZF# C..NdC%B F#|[N&[C6B,C/%MB/B4R&MB#F# &dB/B,[(B#' +
    'F#+B/N!_Z|R! .C0B*&dN (B&N#_D2No0ZF# B0B#F#ED-}:ZC1B-B2Nw/ZF# B0B-^Z|r&dN!(B1B#F#BT..P&MB6B)B0ZN#}BD-B%|lN#_ZD' +
    '6B-D%K# .B/N!ZC//!..B6B%K#&B6B%nD8B8OBgf|Z%+B F#|[C%%MB%B6|r&MB B(N B.B%z & B(F#B33B%N3ZC%/!...B,C%%MB%B4R&MB#' +
    'F# &dB%B,[(B#F#+B%N!_Z|R! .C0B*&dN (B&N#_D/No0ZF# B0B#F#ED.}:ZC-B.B/Nw/ZF# B0B.^Z|r&dN!(B-B#F#BT..P&MB)B0ZC.B#' +
    'F#/B%B%N%_B5>ZC-B5&dB F#?B-I  N%_Z(B-.H% B9}pC:B7B.B!F#+]K# B+B:|]% B7B(F#?&dB F#|WB.N#_ZF# (N!.B:|i        }.' +
    '}=D-N#_ZC7B+B-N%_ZC+.B%N!ZC%/!..B F#|OB&N#_ZB7B3[N#}BK# .~m&%)d!c!bB F#EB!F# D*B&]D(N#_ZC)B F#FB(N%_ZC,B#F# D(' +
    '&MB(N!Q&MB)C(B!F#+C-B#F#/B*N%_D!B%]ZC+N C%B!B+ZC#%MB#B+S&MB+H% C/B(B%K# B,B/|]% B(B/|i        }.D!N#_ZC(B,B!N%' +
    '_ZC,B%B-ZC%B+N+ZC+/!..(B)C(B#F#/B!F# D*B%]ZC%%MB*B+S&MB%B+ZD#z & z/                z|FzYnB#z &3z/             ' +
    '   z|FzYnO3gfB#z &Bz/                z|FzYnOBgfB#z &Jz/                z|FzYnOJgfOd}QC.B*B+[D#Ns R&MB.O!B#ngO!' +
    '}I}OC..%MB.O |w&MB(B+B.}F}uZD#B!F#+]K# B,B F#?B#B%ZI  N%_ZH% |]% B(N&ZC(B,N+ZC,B.B.O!}I}OC./!..B+NM[C+/!...(B)' +
    'C(B#F#+B#F#&B%N#_ZD*F# D%N!_ZC+B#F#/D#B%ZC%B#B*F#&ZC#%MB#B%S&MB(B!F#+B+|R! ]K# B,B F#?B%I  N%_ZH% |]% B+N#ZC+B' +
    '(N&ZC(B,N+ZC,B%N!ZC%/!...B F#|OB&N#_ZB(B)[N#}BK# .5 B B!B#B%B&B(N 3%.~W#!-d%MB%B-S&MB#B-N#_ZC/B!F# PB-B&B%B-[D' +
    '+B&B+R>D,ZB%R}=&MB/B,N#_ZC3B&B+B,[D+B&B+R>C4N C.N C0%MB0B4R&MB!F#&B3B0N#_ZF# N#_ZD+F# C1B+F#&C2B!F#+B1N!_ZC+%M' +
    'B+B!F#+B2N!_ZR&MB.B+I  ZC.B+NM[C+/!..B1B!F#/ZC+%MB+B2B!F#/ZR&MB.B+I  ZC.B+NM[C+/!..B0N!ZC0/!..B.E!.B B!B/B,N B' +
    '(H% B)B*3)C*B,N3|rC+B(F#X&MB(F#}4B!B/B,N B)B+3%B B(30(B(F#Y&MB B(3/.B B!B/B,N B)B+3%.B&B-ZC-/!..B*.3 B B!B#B%N' +
    ' N 3*.@ B B F# B F#&N![NE]ZB!B#B%32.~I%#/d(aB F#+C.B!F#+C/B!F#&C+B!F#?C-B!F#;B&&dB!F#B(B!F#7.D1[C2%MB)B+R&MB)N' +
    '3ZD!B+B!B+R>C3B#C!%MB!B%R&MB%B![C0B)C(%MB(B3R&MNe+B F#7B(B.]ZB!B#[N%_ZD*z & D4B*B.Zz & D5z0 !#%&()*3456789:z.&' +
    ' Ni+B4B5z0+,-./012;<=>?@|AAz.& Nt/N#B+B([D*B*N#T>N%_[z & C7B1B!B/]ZB(N%_ZC,Ne+C*%MB*N#B0B0N#T>N&_Ne+ZR&MB,z & ' +
    'C5B*z & C8B&&MB5C4(B5Ns+z-% D6B5zx!zy!C4#MB-P0 B6B5B5zy!zx!C4B-N!Q0 B5z/                z|oB6z|sC4B-N#Q0  ..B,' +
    'B2ZB8B4zy!B7z|sz.& B,B/ZC,B*N3ZC*/!..B(N#ZC(/!..B!N#ZC!/!..B)N3ZC)/!...n&%!c&d,aB!z & C2B!z &3C1B!z &BC0B!z &J' +
    'C/B!z &MC.B!z &UC-B!z &XC,B!z &^C+No1F# C!Nq1F# =Np1F# C*Nr1F# C)Ns1F# =%MB!z & z/                z|FzYnB!z &3' +
    'z/                z|FzYnO3gfB!z &Bz/                z|FzYnOBgfB!z &Jz/                z|FzYnOJgfOd}QC%B*B![D&N' +
    's R&MB%O!B&ngO!}I}OC%.%MB%O |w&MB B%}F}uD&N*_ZC(B%B%O!}I}OC%B2B(z & B)B!B&ZI  N%_Zz-% D3zy!zw!C2B1B(z &3B3zy!z' +
    'w!C1B0B(z &BB3zy!zw!C0B/B(z &JB3zy!zw!C/B.B(z &MB3zy!zw!C.B-B(z &UB3zy!zw!C-B,B(z &XB3zy!zw!C,B+B(z &^B3zy!zw!' +
    'C+/!..B NeM[C B*B!NM[D!S0 .B#B2z.& B#B1z.&3B#B0z.&BB#B/z.&JB#B.z.&MB#B-z.&UB#B,z.&XB#B+z.&^..~%,|Q Ne+.M      ' +
    '                                                           Ns+.+      wL N~=+.+     JgM N~E+.+     U}Ss N~M+.+' +
    '~u}NH}1|l8~nL Nt+.+  t~uO|QvL N~^+.+}B|a}E|X~f|]~a|b Nw+.+      |[|h N~o+.+{%       Ne,.Jk~M~o~f~M~eC|c}(}m}D~' +
    ',Tc}_|c=l!=l!~q|c:]~69]~6|{LWWWWWW}sL      tL No,.J,}9m6Q5v|bu|i~l}3Pv}%|c|W~<|{}s~X@~<|c=l!=l!GL444444}MLWWWW' +
    'WW~:L Nt,.&  ~&O Nu,.&  ~E~7 N~^,.&|_}xqL N~c,.& e|TL Nw,.&}Oe}*~. N~k,.&  MS N~o,.&d    N~s,.;}3}5U|]~C|h~,|^' +
    '+}U+|a~6}wG|b}x}xG|c   L Nk-.+      uL Nl-.+       M Nm-.;S};z}x}&~Q~e~4I}4|I1Z~G}!s}/(}!Js|^}gs Ns-.;g>}!}Vy|' +
    'V}(M~q|XW1~q}B}oM/&OE3~c~&M N~M-.7~aw~/~0|s6}w|aI|A}(~2}a}O+|c}g}x}x~3 Nw-.M                                  ' +
    '                               No..+  t~uO|QvL Nq..+}B|a}E|X~f|]~a|b Ns..+      tL N~=..+       M N~E..+WWWWWW' +
    '~ZL N~M..+      wL Nt..+    }.}+,  N~^..+      J|h Nw..+{%    J|h N~o..+      X|b Ne/.|[}aWWWWW~ZL&~q}e}g}g}g~' +
    'NL}#}aDjER~GL~!}D}Z@~:}=~AL~S%~@}dYQ~<L}m~;}D~E,}h~8L|i|w|c~T5x~7L Nq/.+      3  Ns/.+      i|a N~=/.+      wL' +
    ' N~E/.B{{{{{{{{{{{{{{{{                 Nw/.M                                                                 ' +
    'No0.M                                                                 Nw0.M                                   ' +
    '                              No1.7                     N~E1.J                                                ' +
    ' Ne2.J                                                ',
  /** 17421 bytes. */
  float32:
    ' }-}?}9!   !}S!4X(ddddd X%ddd X*ddddddd X)dddddd X&dddd X!a!aX#dd X!d X(aaaad X+ddddd}Idb!bX(ddd}I}I X(ddddd!b' +
    'X)ddddad X  X+dddddddd X+dddddddb!bX&dddd!b#2!%}1}:}B)}9}1}9};}>}E# !%A|A(!*#(+,%## %))-./ !0&&1 %2&3 !).#d!N ' +
    '.d!N .*}:.(_}>}-}5}: <,^}>};^}-}3}-_}1 ))}A^Y}-_}1 ;*}2};}>}C}-}>Y =&}/};}?_ >*_};}A}/}4}1Y%!*Y}1}?}/}1}:Y 0)}' +
    '?}4}>}5}:[ /*}?}4}A}2}2]}1 7/}/};}:}?_}-}:_}?P}:Y% )}9}1}9};}>}E# +!6/!|Q-}ib|A}S%!,aB Nt.z-% z~C!N|Wz~B!D!N~^' +
    '.z-% zUNw.z-% zx!C)Ns.z-% B B!N|Wz~@!z~F!N~M.z-% D!z~C!B!zx!D%zy!B%zy!C*B%N~=.z-% B%zw!z~j!D+B+zy!D&B&zy!D(B(z' +
    'y!C,B)No.z-% zy!D#B*B+B*B&Ne/z-% zy!B(Nh/z-% B&Ni/z-% zy!zw!zy!zw!B,Nk/z-% B&Nl/z-% zy!zw!zy!zw!B,B(zy!Nm/z-% ' +
    'B&No/z-% zy!zw!zy!zw!zw!zy!B)Nq.z-% zy!D&zw!zx!B%zx!zx!C(B*N~o.z-% zRB)z/                z|lzTD)z|x&aB#B*B!N~E' +
    '.z-% B%zy!zx!zy!B&zx!B%zx!zx!B(B)z|w(B(.B B z|mzU.~r)#-d(aNh2F# C*%MB#NBZB*|r&MB C%%MB%N&ZD&B!|r&MNe2N}X2F# B%' +
    'Ni2F# ]ZB#Nk2F# ZNl2F# B%N}r2F# ]ZB#ZNm2F# B%N}z2F# ]ZB#Z34B&C%/!..%MB!B%S&MN}X2F# B%Ni2F# ]ZC(B#Nk2F# ZC)Nl2F' +
    '# B%N}r2F# ]ZB#ZC+Nj2F# C,N}j2F# C-Nm2F# B%N}z2F# ]ZB#ZD&z & C1B&z &3C0Nf2F# C&%MB&&MB1B(z,# D2B)z & zv!zu!C1B' +
    '0B2B)z &3zv!zu!C0B(B,ZC(B)B-ZC)B&N![C&/!..B+B1z.& B+B0z.&3B%N!ZC%/!..B#NBZC#/!..B#B*R&M%MB N&ZD%B!|r&MB#Nk2F# ' +
    'ZC)Nl2F# N}r2F# D,B ]ZB#ZC.Nj2F# C-N}j2F# C/Nm2F# N}z2F# D&B ]ZB#ZD(z & C0B&B(ZD(z & C2B&B(ZD(z & C3B&B(Zz & C' +
    '1N}X2F# Ni2F# D&B ]ZC*B&B&B*ZD(ZD+B&ZC&Nf2F# C %MB &MB0B*z,# B)z & D4zv!zu!C0B2B(z,# B4zv!zu!C2B3B+z,# B4zv!zu' +
    '!C3B1B&z,# B4zv!zu!C1B(B-ZC(B+B-ZC+B&B-ZC&B*B-ZC*B)B/ZC)B N![C /!..B.B0z.& B,B.ZD B2z.& B B,ZD B3z.& B B,ZB1z.' +
    '& B%C /!..%MB B!R&MN}X2F# B Ni2F# ]ZC)B#Nk2F# ZC(Nl2F# B N}r2F# ]ZB#ZNj2F# C*N}j2F# C+Nm2F# B N}z2F# ]ZB#Zz & ' +
    'C0Nf2F# C%%MB%&MB0B)z,# B(z & zv!zu!C0B)B*ZC)B(B+ZC(B%N![C%/!..B0z.& B N!ZC /!....}u#!(dNe2F# N3T&dNf2F# N}j2F' +
    '# ]Nee!S(N .&MB C!Ne2F# Nb}=C#Nh2F# NX}=C&Nf2F# C%%MB%&MNf2Ne#B%B%Ne#S>K# N C %MB B#R&MB B Ne!ZD B#B B#R>B&B!3' +
    '8/!..N B#B&3!B#Ne2F# N 3!Ni2F# C(N}X2N}X2F# Nj2F# D N+_ZK# Ni2B(K# Nj2B K# Nk2Nk2F# N}j2F# D N+_ZK# N}j2B K# N' +
    '}r2F# C Nm2Nl2F# K# N}z2B K# B%Nf2F# [C%/!..(N Ne2F# N 3!..}d(#(d!aB F# D*F#;B&B*F#+]ZC-%MB,B*F#+R&MB*F#3B,Zz ' +
    '& C/N C+%MB%B+S&MB/B-B+B*F#+]ZB,Zz & zu!C/B+N!ZC+/!..B*F#3B,ZB/z.& B,N3ZC,/!..N C+#MB(&dB(F#7&dN (B(F#?&dB!F# ' +
    '(N!..(N!.PD,&dN (B!F# &dN (B*F#+Ne#|rB%N3S}>..&MB B*B!B#B%B&N 3,/!.%MB%B+S&MB#B+N#_ZC-N3B%B+[D.B.N3S>C.B)P&MB,' +
    '&MB B*B!B-B.B(3.(B B*B!B-B.3-..B B*B!B-B.B&B+ZN#N!B,>3,B+N3ZC+/!...N!C#%MB#B F#&R&MN C(B F# B#NE]ZD!F#;B&B!F#+' +
    ']ZC+%MB(B!F#+R&MB!F#3B(Zz & C/N C)%MB%B)S&MB/B+B)B!F#+]ZB(Zz & zu!C/B)N!ZC)/!..B!F#3B(ZB/z.& B(N3ZC(/!..B!F#+C' +
    '(Ne2B!F# K# Nf2B%K# Nh2B(K# N}X2B*F#7B*F#+D(B&]ZK# Ni2N&K# Nj2B(K# B!F#+C(Nk2B!F#;B&B!F#+]ZK# N}j2B(K# B!F#+C(' +
    'Nm2B!F#/K# N}z2B(K# B!F#+C(Nl2B!F#/K# N}r2B(K# B F#;3#B!C*B#N!ZC#/!...~u!!%aB Nt,z,# z~a!Nu,z,# z~b!D!N~^,z,# ' +
    'zv!N~k,z,# D#zu!D%B#z~Z!C Ns+z,# B!B N~c,z,# zv!z~Z!B Nw,z,# zv!z~Z!D B B zv!N~s,z,# B zv!N~s,z,#&zu!B zv!N~s,' +
    'z,#+zu!B zv!N~s,z,#/zu!B zv!N~s,z,#3zu!B zv!N~s,z,#7zu!zv!zu!zu!B%B#z~%!D N!z}z!D!N~o,z,# D#z~ !N:z}y!zv!B B!z' +
    '~%!B#z~ !N:z}y!zv!.~G#!)aB&z,# C(B&z,#&C)N C&%MB&N-|m&MB z/|xAV~G|xAV~G|xAV~G|xAV~Gz~S!C*B z/|xAV~G|xAV~G|xAV~' +
    'G|xAV~Gz~T!C+B#z/} }Y}l~B} }Y}l~B} }Y}l~B} }Y}l~Bz~S!D,B#z/} }Y}l~B} }Y}l~B} }Y}l~B} }Y}l~Bz~T!D-z0&()*/012789' +
    ':?@|AAB!zVB(zVC B*B+z0&()*/012789:?@|AAB%zVB)zVC#B,B-z0 !#%+,-.3456;<=>C!B*B+z0 !#%+,-.3456;<=>C%B(z/~.}E|Z}l~' +
    '.}E|Z}l~.}E|Z}l~.}E|Z}lz~ !C(B)z/}Q~ }3~0}Q~ }3~0}Q~ }3~0}Q~ }3~0z~ !C)B&N!ZC&/!..Nw-B z.& Ne.B!z.& Ni.B#z.& N' +
    'l.B%z.& .o)#*d(aB B!B#B%B&B)3*B F# B F#&N![NE]ZC-%MB%B,S&MB#B,N#_ZF# C+B!F# &dB!F#7B+B-F#+]Z(B F#BB-F#+B+B!F#3' +
    'ZI  ]Z.C.B*B B-B!B#B,N#_ZF# B&B,ZD+32lC*B-F#+B+]D+B-F#7ZC/B-F#;B+ZC0B(z6C5N C+%MB+B-F#+R&MB5B+B/Zz & D2B+B.Zz ' +
    '& z~Z!zv!C6B+B0ZB F#J&aB6(B2Ns+z,# D4B2z~Z!zv!C3#MB-F#?D1P0 B4B2B2zv!z~Z!C3B1N!Q0 B2z/                z|iB4z|s' +
    'C3B1N#Q0  .B6B3zv!.z.& B+N3ZC+/!..B-F#&N#_C+%MB+B-F#+R&MB+B0Z|h    |[# B+N&ZC+/!..B,N!ZC,/!..B F#&N![C!%MB!&MB' +
    '%B&ZC.B F# B!NE]ZC/N C,%MB/F#&D#B,S&MB,N3ZD+B#B#B+S>C0B&C#%MB#B.R&MB F#3B,B F#+]ZB#B&[N#_ZC-B/F#;B#B/F#+]ZD1B,' +
    'N#_ZC+%MB+B1B0N#_ZR&MB-B+G# |[# B-B F#+ZC-B+N&ZC+/!..B#N!ZC#/!..B,N3ZC,/!..B/F#&C#Ne2B/F# K# Nf2B#K# Nh2B.B&[N' +
    '#_N2ZN^}=K# B/F#+C#N}X2B/F#/K# Ni2B#K# Nj2N&K# B F#+C#Nk2B F#3K# N}j2B#K# Nm2B F#/K# N}z2N K# B F#+C#Nl2B F#7K' +
    '# N}r2B#K# B F#;3#B B F# B!N![NE]ZB&B.B)&dB)F#/N |l(N .3?B!N![C!/!..B*.~2*#-d(aB F# C)B C*B!F# N#Q&dB)F#+Ne!Q(' +
    'N .&MNr1B*F#?K# %MB%B-S&MNo1B!F#/B#B-N#_ZF# B)F# ]ZK# Np1No1F# B)F# ZK# B)F#/B)F#3B)F#7B)F#+B&B-Z]Z3@B-N!ZC-/!' +
    '..(#MB(&dB(F#7&dN (B(F#?&dB!F# (N!..(N!.PD &dN (B!F# &dN (B)F#+Ne#|rB%N3S}>..&MB*B)B!B#B%B&N 3+/!.%MB%B-S&MB#B' +
    '-N#_ZC+N3B%B-[D,B,N3S>C,B &MB*B)B!B+B,B(3.(B*B)B!B+B,3-.B*B)B!B+B,B&B-ZN#N!B >3+B-N3ZC-/!....B)B%B&35N!C-%MB-B' +
    '*F#&R&MB*F# B-NE]ZC B(&dB(F#/(N .&MN C.B(G# z6C7B)F#BB)F#7[C0%MB%B.S&MB#B.N#_ZF# C+B!F#;D,&MB,B+N#_ZF# C+.z/  ' +
    '  !   #   %   C3N C,%MB,B)F#&R&MB*B(B-B+B3B(F#333B3z/&   &   &   &   z~ !C3B,N3ZC,/!..B*F#|WC+B)F#7B)F#+B&B.Z]' +
    'ZD2C,%MB,B2B)F#+ZR&MB+z & B7z|sC5B,B0ZB,z & D4Ns+z,# D6B4z~Z!zv!C3#MB)F#?D/P0 B6B4B4zv!z~Z!C3B/N!Q0 B4z/      ' +
    '          z|iB6z|sC3B/N#Q0  .B3B5zv!z.& B,B4B5zv!z.& B+N3ZC+B,N3ZC,/!..B.N!ZC./!...B F# C+B F#+C,Ne2B%K# Nf2B+' +
    'K# Nh2B,K# N}X2B)F#7B)F#+D)B&]ZK# Ni2B)K# Nj2N&K# B F#+C)Nk2B F#/K# N}j2B)K# Nm2B F#3K# N}z2N K# B F#+C)Nl2B F' +
    '#7B&B F#+]ZK# N}r2B)K# B*F#;3#B B%B&35B C)B-N!ZC-/!...w3#.d,aNr1B F#?K# Ns1B!F#+K# %MB!F#+D*B.S&MB*B.[D*Ne!T&d' +
    'Ne!(B*Ns T&dNs (NBN3B*NBT>..C0N C/%MB&B/S&MB.B!F#7B!F#+B(B/Z]ZZC,B)N#Q&dB/N#_Nw0ZF# (B).D*N!Q&MNo1B/B!F# ]N#_D' +
    '*B F#EZK# Np1No1F# B F#|OB/N#_ZF# N#_ZK# Nq1B F#FB*ZK# B.B!F#/ZC1B.B!F#3ZC*B0Ne!Q&MB*z & C6B*z &3C5B*z &BC7B*z' +
    ' &JC8B*z &MC9B*z &UC:B*z &XC;B*z &^C<No1F# C+Nq1F# C-Np1F# C*Nr1F# =Ns1F# =%MB*B+S&MB1B+F# ZC2B-z,# C=B+N&ZC+B' +
    '-N&ZC-B6B2z & B=zv!zu!C6B5B2z &3B=zv!zu!C5B7B2z &BB=zv!zu!C7B8B2z &JB=zv!zu!C8B9B2z &MB=zv!zu!C9B:B2z &UB=zv!z' +
    'u!C:B;B2z &XB=zv!zu!C;B<B2z &^B=zv!zu!C</!..B,B6z.& B,B5z.&3B,B7z.&BB,B8z.&JB,B9z.&MB,B:z.&UB,B;z.&XB,B<z.&^(B' +
    '0Ns Q&MB*z & C6B*z &3C5B*z &BC7B*z &JC8No1F# C*Nq1F# C-Np1F# C+Nr1F# =Ns1F# =%MB*B+R&MB1B*F# ZC2B-z,# C9B*N&ZC' +
    '*B-N&ZC-B6B2z & B9zv!zu!C6B5B2z &3B9zv!zu!C5B7B2z &BB9zv!zu!C7B8B2z &JB9zv!zu!C8/!..B,B6z.& B,B5z.&3B,B7z.&BB,' +
    'B8z.&J(B0NBQ&MB*z & C5B*z &3C6No1F# C*Nq1F# C+Np1F# C-Nr1F# =Ns1F# =%MB*B-R&MB1B*F# ZC2B+z,# C7B*N&ZC*B+N&ZC+B' +
    '5B2z & B7zv!zu!C5B6B2z &3B7zv!zu!C6/!..B,B5z.& B,B6z.&3(B*z & C5No1F# C*Nq1F# C+Np1F# C-Nr1F# =Ns1F# =%MB*B-R&' +
    'MB1B*F# ZC2B+z,# C6B*N&ZC*B+N&ZC+B5B2z & B6zv!zu!C5/!..B,B5z.& ...(No1B#F#+B#F#&B%B/N#_ZF# N#_ZD+F# D-N!_ZK# N' +
    'p1B#F#+B+F#&N!_ZK# Nq1B-B#F#/ZK# B.B!F#/ZB*ZC1B.B!F#3ZC*B0Ne!Q&MB*z & C6B*z &3C5B*z &BC7B*z &JC8B*z &MC9B*z &U' +
    'C:B*z &XC;B*z &^C<No1F# C+Nq1F# C-Np1F# C*Nr1F# C2Ns1F# C3%MB*B+S&MB1B+|R! B3]ZC4B2B-I  N#_Zz,# C=B+N#ZC+B-N!Z' +
    'C-B6B4z & B=zv!zu!C6B5B4z &3B=zv!zu!C5B7B4z &BB=zv!zu!C7B8B4z &JB=zv!zu!C8B9B4z &MB=zv!zu!C9B:B4z &UB=zv!zu!C:' +
    'B;B4z &XB=zv!zu!C;B<B4z &^B=zv!zu!C</!..B,B6z.& B,B5z.&3B,B7z.&BB,B8z.&JB,B9z.&MB,B:z.&UB,B;z.&XB,B<z.&^(B0Ns ' +
    'Q&MB*z & C6B*z &3C5B*z &BC7B*z &JC8No1F# C*Nq1F# C-Np1F# C+Nr1F# C2Ns1F# C3%MB*B+R&MB1B*|R! B3]ZC4B2B-I  N#_Zz' +
    ',# C9B*N#ZC*B-N!ZC-B6B4z & B9zv!zu!C6B5B4z &3B9zv!zu!C5B7B4z &BB9zv!zu!C7B8B4z &JB9zv!zu!C8/!..B,B6z.& B,B5z.&' +
    '3B,B7z.&BB,B8z.&J(B0NBQ&MB*z & C5B*z &3C6No1F# C*Nq1F# C+Np1F# C-Nr1F# C2Ns1F# C3%MB*B-R&MB1B*|R! B3]ZC4B2B+I ' +
    ' N#_Zz,# C7B*N#ZC*B+N!ZC+B5B4z & B7zv!zu!C5B6B4z &3B7zv!zu!C6/!..B,B5z.& B,B6z.&3(B*z & C5No1F# C*Nq1F# C+Np1F' +
    '# C-Nr1F# C2Ns1F# C3%MB*B-R&MB1B*|R! B3]ZC4B2B+I  N#_Zz,# C6B*N#ZC*B+N!ZC+B5B4z & B6zv!zu!C5/!..B,B5z.& ....B/' +
    'N!ZC//!..B.B0ZC./!...~A2#-d,aNr1B F#?K# Ns1B!F#+K# %MB!F#+D*B.S&MB*B.[D*Ne!T&dNe!(B*Ns T&dNs (NBN3B*NBT>..C/N ' +
    'C-%MB&B-S&MB.B!F#;B!F#+B(B-Z]ZZC+B)N#Q&dB-N#_Nw0ZF# (B).D*N!Q&MNo1B-B!F# ]N#_D*B F#EZK# Np1No1F# B F#|OB-N#_ZF' +
    '# N#_ZK# Nq1B F#FB*ZK# B.B!F#/ZC0B!F#3=B/Ne!Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7B+z &MC8B+z &UC9B+z &XC:B+z &^C' +
    ';Nq1F# C+Np1F# C*Nr1F# =Ns1F# =No1F# C,%MB*B,S&MB0B,F# ZD1B1z & B+z,# D<B4zv!zu!z.& B1B1z &3B<B5zv!zu!z.&3B1B1' +
    'z &BB<B6zv!zu!z.&BB1B1z &JB<B7zv!zu!z.&JB1B1z &MB<B8zv!zu!z.&MB1B1z &UB<B9zv!zu!z.&UB1B1z &XB<B:zv!zu!z.&XB1B1' +
    'z &^B<B;zv!zu!z.&^B+N&ZC+B,N&ZC,/!..(B/Ns Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7Nq1F# C+Np1F# C*Nr1F# =Ns1F# =No1' +
    'F# C,%MB*B,S&MB0B,F# ZD1B1z & B+z,# D8B4zv!zu!z.& B1B1z &3B8B5zv!zu!z.&3B1B1z &BB8B6zv!zu!z.&BB1B1z &JB8B7zv!z' +
    'u!z.&JB+N&ZC+B,N&ZC,/!..(B/NBQ&MB+z & C4B+z &3C5Nq1F# C+Np1F# C,Nr1F# =Ns1F# =No1F# C*%MB*B,R&MB0B*F# ZD1B1z &' +
    ' B+z,# D6B4zv!zu!z.& B1B1z &3B6B5zv!zu!z.&3B+N&ZC+B*N&ZC*/!..(B+z & C4Nq1F# C,Np1F# C+Nr1F# =Ns1F# =No1F# C*%M' +
    'B*B+R&MB0B*F# ZD1B1z & B,z,# B4zv!zu!z.& B,N&ZC,B*N&ZC*/!.....(No1B#F#+B#F#&B%B-N#_ZF# N#_ZD,F# D0N!_ZK# Np1B#' +
    'F#+B,F#&N!_ZK# Nq1B0B#F#/ZK# B.B!F#/ZB*ZC0B!F#3=B/Ne!Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7B+z &MC8B+z &UC9B+z &X' +
    'C:B+z &^C;Nq1F# C+Np1F# C*Nr1F# C1Ns1F# C2No1F# C,%MB*B,S&MB0B,|R! B2]ZD3B3z & B1B+I  N#_Zz,# D<B4zv!zu!z.& B3' +
    'B3z &3B<B5zv!zu!z.&3B3B3z &BB<B6zv!zu!z.&BB3B3z &JB<B7zv!zu!z.&JB3B3z &MB<B8zv!zu!z.&MB3B3z &UB<B9zv!zu!z.&UB3' +
    'B3z &XB<B:zv!zu!z.&XB3B3z &^B<B;zv!zu!z.&^B+N!ZC+B,N#ZC,/!..(B/Ns Q&MB+z & C4B+z &3C5B+z &BC6B+z &JC7Nq1F# C+N' +
    'p1F# C*Nr1F# C1Ns1F# C2No1F# C,%MB*B,S&MB0B,|R! B2]ZD3B3z & B1B+I  N#_Zz,# D8B4zv!zu!z.& B3B3z &3B8B5zv!zu!z.&' +
    '3B3B3z &BB8B6zv!zu!z.&BB3B3z &JB8B7zv!zu!z.&JB+N!ZC+B,N#ZC,/!..(B/NBQ&MB+z & C4B+z &3C5Nq1F# C+Np1F# C,Nr1F# C' +
    '1Ns1F# C2No1F# C*%MB*B,R&MB0B*|R! B2]ZD3B3z & B1B+I  N#_Zz,# D6B4zv!zu!z.& B3B3z &3B6B5zv!zu!z.&3B+N!ZC+B*N#ZC' +
    '*/!..(B+z & C4Nq1F# C,Np1F# C+Nr1F# C1Ns1F# C2No1F# C*%MB*B+R&MB0B*|R! B2]ZD3B3z & B1B,I  N#_Zz,# B4zv!zu!z.& ' +
    'B,N!ZC,B*N#ZC*/!......B-N!ZC-/!..B.B/ZC./!...I!!d%MB&B(S&MB B!B#B%B(N#_ZF# B(3:B(N!ZC(/!...e&!(dB(F#?&dB#F# (N' +
    '!.PD+&M%MB&B*S&MB*N#_D-Nw/ZB%B-ZF# K# B*N!ZC*/!..%MB)B&N#_R&Mz/                B)Nw/Zz & B(F#+z4z/            ' +
    '    B(NFZ3(N C*%MB*N3R&MB)Nw/ZB*ZB*Nw-Z|X# B(F#?D-nO!gO!bcOBh}uB-[K# B)No0ZB*ZB*Ne.Z|X# B(F#?D-nO!gO!bcOBh}uB-' +
    '[K# B*N&ZC*/!..B)N3ZC)/!...%MB&B,S&MB+PD)P&MB,N#_D)No0ZF# C*B#F#?B%B)ZF# N#_ZD-I  N B)Nw/ZF# D)[|s&dB)B-I !|q(' +
    'N .&dB-I #N B*[|s(N .&dB*B-I %|q(N .C).B+&dB,N#_D*Nw/ZF# B*No0ZF# B#F#E]Z(N .C-B)&dB(F#7P(B).D*&MB!F#+Ne#|rC*.' +
    'B*P&MB B!B#B%B,B(B-B)39.B,N#_Nw0ZB*&dB-B!F#+](N!.K# B,N!ZC,/!...~s!#%d%aB!G#&z6C(B!G#+z6C*%MB%B F#&R&MB F# B%N' +
    'E]ZD#F#/B#F# B#F#+]ZC&B!G#+|h    }&&dB!G#&|h   L}*(N .&MB#F#/C#%MB#B&R&MB#B(B#z & zv!z.& B#N3ZC#/!..(B#F#/C#%M' +
    'B#B&R&MB#B(B#z & D)zv!B)z/                zOB*B)z/   e   e   e   ez|szUz|sz~Z!z.& B#N3ZC#/!...B%N!ZC%/!...}5!#' +
    'd%MB%B F#&R&MB!B F# B%NE]ZD#F#3B#F#+|h    |h    31B!B#F#/B#F# B#F#+]B!G#7B!G#;31B%N!ZC%/!..B!B!F#|mN+ZK#|m.~_%' +
    '#+a)dB G#/z6C,B%z6C-B&z6C.B G#3z6C+B G#?z6C*B&|h    }(C4B F#JC3B!B F#|aZC1B!B F#MZC0B!B F#|iZC2B!B#ZC5%MB!B5R&' +
    'MB,B1z & zv!B-B!z & D)z/                zu!zv!zu!C(B1z/                z.& B4&MB(B)z/                zOB.B)z/ ' +
    '  e   e   e   ez|szUz|szu!C(.B3N%Q&MB G#Ez6B2z & zv!B G#Fz6B(B(zv!zv!zu!C/B0B*B0z & zv!B G#Bz6B(zv!zu!D(z.& B2' +
    'B/z.& B!B)B+B(B F#|mD#z,# zv!zv!B/B#N&Zz,# zv!z~X!B G#|Oz6zu!z~]!z~Z!z.& (B0B*B0z & zv!B+B(zv!D(z~Z!D/z.& B!B)' +
    'B*B/zv!B(z~Z!B/B3N#Q>zu!z.& .B1N3ZC1B0N3ZC0B2N3ZC2B!N3ZC!/!...}x%&&a!b!}I!dB!F#7B&B!F#+]ZC&B!F#&N#_C.B F#JN#Q&' +
    'dB#F# (N!.P&MB&B%B#F#3ZI  N#_ZG# ~0z7Nq/z-% z~n!3 zC }h2.B#F# &dB#F#7B%B!F#+]Z(B F#BB!F#+B%B#F#3ZI  ]Z.C!B F#J' +
    'D%&bB#F# PC#N C %MB B.R&MB B&Zz})% z}+C*B B!Zz})% z}+C)B,B%N!Q&aB*Nq/z-% z~n!C+N~=/z-% D(B*zx!Ns/z-% z~n!C*#aB' +
    '#&MB+B*B)B(z|lz|w3 /!.B)B+3 zy!B(B)zx!B*3 zy!zw!.(B)B*Nq/z-% z~n!3 zy!.D(zC lD,B(zC!lB,B N&ZB.R>C,B N+ZC /!..B' +
    ',}h(N C %MB B.R&MB-B B&ZG# B B!ZG# }aD-B-j}_C-B N&ZC /!..B-|h   Lj~0..~s#!)aB&B%z4B!F#+z4B#z4B!NBZ3(Ne+Nw-z & ' +
    'B(z4D+zMD*Ne.z & B+zMD,z0 !#%3456&()*789:D-Ni.z & B+zMD)Nl.z & B+zMD+z0 !#%3456&()*789:D.z0 !#%&()*3456789:z.&' +
    ' Ni+B-B.z0+,-./012;<=>?@|AAz.& Nl+B*B,z0+,-.;<=>/012?@|AAD*B)B+z0+,-.;<=>/012?@|AAD)z0 !#%&()*3456789:z.& No+B' +
    '*B)z0+,-./012;<=>?@|AAz.& B F#|WB&z> N&_ZNe+z & z.& B F#|WB&z>!N&_ZNi+z & z.& B F#|WB&z>#N&_ZNl+z & z.& B F#|W' +
    'B&z>%N&_ZNo+z & z.& .}q%#.a(dB F#7C4B F#?C7B F#EC5B&z & C(B&z &3C)B F#|OD3B&ZD&z & C*B&z &3C+B&B3ZD&z & C,B&z ' +
    '&3C-B&B3ZD&z & C.B&z &3C/B F#3D&B!ZD3B&ZD6B&ZC&B F#&C %MB &MB(B!z,# D1B#z & D0zv!zu!C(B)B1B#z &3D1zv!zu!C)B*B3' +
    'z,# D2B0zv!zu!C*B+B2B1zv!zu!C+B,B6z,# D2B0zv!zu!C,B-B2B1zv!zu!C-B.B&z,# D2B0zv!zu!C.B/B2B1zv!zu!C/B3B4ZC3B4B6Z' +
    'C6B&B4ZC&B!B4ZC!B#B7ZC#B N![C /!..B%B(z.& B%B)z.&3B%B5ZD B*z.& B B+z.&3B B5ZD B,z.& B B-z.&3B B5ZD B.z.& B B/z' +
    '.&3.~e(%%d%a!}IB F#7D&B F#+D(B#]ZC%B&B(B!B#Z]ZC&B F#?D!&MB!N!Q&M%MB%B&R&MB%z & D)zt!C*B%B)B)B)B)zv!D+N~E-z,# B' +
    '+zv!N~I-z,# zu!B+zv!N~M-z,# zu!B+zv!N~Q-z,# zu!B+zv!Nt-z,# zu!zv!zv!zu!Ns+z,# D+Nk-z,# B*B*zu!3&B+zu!z~]!z~Z!B' +
    ')B*zVzUB*Nj-z,# z|hz|wz.& B%N3ZC%/!..(B F#?N#Q&M%MB%B&R&MB%B%z & z/                z~b!z.& B%N3ZC%/!..(B F#?N%' +
    'Q&MB C#B%D C!%MB!B&R&MB!B#F#+ZC(B!B#F#&N#_ZC%%MB%B(R&MB%|h  e{|[# B%N&ZC%/!..B!z & C)B!N3ZC%%MB%B(R&MB)B%z & z' +
    '~b!C)B%N3ZC%/!..B)B)B)z0+,-./012 !#%&()*z~b!D)B)B)z0&()* !#%/012+,-.z~b!C)B!C%%MB%B(R&MB%B%z & B)z~Z!3&z.& B%N' +
    '3ZC%/!..B!B#F#+ZC!/!..%MB B&R&MB B#F#+ZC%|h    C,B C!%MB!B%R&MB,B!G# }_B!G#&}_B!G#+}_B!G#/}_C,B!N3ZC!/!..B,z6C' +
    ')B C!%MB!B%R&MB!B!z & B)z~]!z.& B!N3ZC!/!..B B#F#+ZC /!..( ...(%MB%B&R&MB%Ns+z,# D)B)B%z & z~V!3&zu!z~]!z.& B%' +
    'N3ZC%/!....* No2E .~*##)c%d%MB#B%S&MNdB#}3}BC-%M#dB F#E&MB N K#EB F#B/!.B |L% D*O~:~c~(~u~>~c~n~7~8 cD&B |L%3b' +
    'C+B*OBhD(O~:~c~(~u,cB*O{{{{2}OD)O~:~c~(~u,cOBhbC,B&B+|{nB |L%;B(Ou~3}e}j&cB,OBhbB)Ou~3}e}j&cB,O{{{{2}ObOBhbB*O' +
    '}r~0}g~u~Fl~0o|FcbB |L%+O~:~c~(~u~>~c~n~7~8 cbbbC&B B+|Z% B B&|Z%+B B&B+}QB&O|^h}VD&OBh|c#BB N!K#EB&}u.B-}=D.B' +
    '#S0 .B!B#N#_ZD-F# C/B-B!B.N#_ZD-F# K# B-B/K# B#N![C#/!...~Q%!+dB%NeM[D)C+Ni2F# C*Nj2F# C-Nf2F# C.B C&%MB!B&S&M' +
    'N}X2F# B&B*]ZC(N C,%MB,B.R&MB+B(G# |[# B+B(B*ZG# |[#&B+B(B*N!_ZG# |[#+B+B(B*N%]ZG# |[#/B(B-ZC(B+N3ZC+B,N!ZC,/!' +
    '..B&N&ZC&/!..N~I1Nf2F# K# N~Q1B)K# Nt1N&K# Nu1N3K# N~^1B%K# N~c1NBK# N}z2F# C&N~o1Nm2F# K# N~s1B&K# N}r2F# C&N' +
    'w1Nl2F# K# N~k1B&K# N C+%MB#B+S&MB%C&N}j2F# C*B+Nk2F# ZC(Nf2F# C,%MB,&MB&B(z & z.& B&B(z &3z.&3B(B*ZC(B&NBZC&B' +
    ',N![C,/!..B)C(B C&%MB!B&S&MN~E1B(B%Nl2F# B&N}r2F# ]ZB+ZNm2F# B&N}z2F# ]ZB+Z34B(Nf2F# N&_ZC(B&N&ZC&/!..B+NBZC+/' +
    '!...o(%0d!c#}IB#F#&B%B&N#_ZF# D,N#_ZC+B#F# PD5&dB+F# (B,B!F# ].C,B5&dB+F#&(B,B!F# Z.C4B(F#7&}IB(G#&(|h  eL.C9B' +
    '&N#_D-B!F# ]D+B F#EZD3C7B F#FB+ZC+B(F#7&MB%B-ZF# C.B#F#;D%&MB%B.N#_ZF# C..NdC%B F#|[N&[C6B,C/%MB/B4R&MB#F# &dB' +
    '/B,[(B#F#+B/N!_Z|R! .C0B*&dN (B&N#_D2No0ZF# B0B#F#ED-}:ZC1B-B2Nw/ZF# B0B-^Z|r&dN!(B1B#F#BT..P&MB6B)B0ZN#}BD-B%' +
    '|lN#_ZD6B-D%K# .B/N!ZC//!..B6B%K#&B6B%nD8B8OBgf|Z%+B F#|[C%%MB%B6|r&MB B(N B.B%z & B(F#;33B%N3ZC%/!...B,C%%MB%' +
    'B4R&MB#F# &dB%B,[(B#F#+B%N!_Z|R! .C0B*&dN (B&N#_D/No0ZF# B0B#F#ED.}:ZC-B.B/Nw/ZF# B0B.^Z|r&dN!(B-B#F#BT..P&MB)' +
    'B0ZC.B#F#/B%B%N#_B5>ZC-B5&dB F#?B-I  N#_Z(B-.G# B9jC:B7B.B!F#+]K# B+B:|[# B7B(F#7&dB F#|WB.N#_ZF# (N!.B:|h    ' +
    '}(}=N#_D-ZC7B+B-ZC+.B%N!ZC%/!..B F#|OB&N#_ZB7B3[N#}BK# .~c&%)d!c!}IB!F# D*B&]N#_D(B F#EZC)B F#FB(ZC,B#F# D(&MB' +
    '(N!Q&MB)C(B!F#+C-B#F#/B*N#_D!B%]ZC+N C%B!B+ZC#%MB#B+S&MB+G# C/B(B%K# B,B/|[# B/|h    }(N#_D!B(ZC(B!B,ZC,B%B-ZC' +
    '%B+N&ZC+/!..(B)C(B#F#/B!F# D*B%]ZC%%MB*B+S&MB%B+ZD#z & z/                z|FzYnB#z &3z/                z|FzYnO' +
    '3gfB#z &Bz/                z|FzYnOBgfB#z &Jz/                z|FzYnOJgfOd}QC.B*B+[D#Ns R&MB.O!B#ngO!}I}OC..%MB' +
    '.O |w&MB(B+B.}F}uZD#B!F#+]K# B,B F#?B#B%ZI  N#_ZG# |[# B(N&ZC(B,N&ZC,B.B.O!}I}OC./!..B+NM[C+/!...(B)C(B#F#+B#F' +
    '#&B%N#_ZD*F# D%N!_ZC+B#F#/D#B%ZC%B#B*F#&ZC#%MB#B%S&MB(B!F#+B+|R! ]K# B,B F#?B%I  N#_ZG# |[# B+N#ZC+B(N&ZC(B,N&' +
    'ZC,B%N!ZC%/!...B F#|OB&N#_ZB(B)[N#}BK# .5 B B!B#B%B&B(N 3%.~W#!-d%MB%B-S&MB#B-N#_ZC/B!F# PB-B&B%B-[D+B&B+R>D,Z' +
    'B%R}=&MB/B,N#_ZC3B&B+B,[D+B&B+R>C4N C.N C0%MB0B4R&MB!F#&B3B0N#_ZF# N#_ZD+F# C1B+F#&C2B!F#+B1N!_ZC+%MB+B!F#+B2N' +
    '!_ZR&MB.B+I  ZC.B+NM[C+/!..B1B!F#/ZC+%MB+B2B!F#/ZR&MB.B+I  ZC.B+NM[C+/!..B0N!ZC0/!..B.E!.B B!B/B,N B(G# B)B*3)' +
    'C*B,N3|rC+B(F#J&MB(F#|[B!B/B,N B)B+3%B B(30(B(F#|W&MB B(3/.B B!B/B,N B)B+3%.B&B-ZC-/!..B*.3 B B!B#B%N N 3*.@ B' +
    ' B F# B F#&N![NE]ZB!B#B%32.~o&#/d)aB F#+C+B!F#+C/B!F#&C,B!F#?C.B!F#;B&&dB!F#B(B!F#7.D1[C2%MB)B,R&MB)N3ZD!B,B!B' +
    ',R>C3B#C!%MB!B%R&MB%B![C0B)C(%MB(B3R&MNe+B F#7B(B+]ZB!B#[N#_ZD*z & D5B*B+Zz & D6z0 !#%3456&()*789:D7B*B+N!_Zz ' +
    '& D8B*B+N%]Zz & D4z0 !#%3456&()*789:D9z0 !#%&()*3456789:z.& Ni+B7B9z0+,-./012;<=>?@|AAz.& Nl+B5B6z0+,-.;<=>/01' +
    '2?@|AAD5B8B4z0+,-.;<=>/012?@|AAD4z0 !#%&()*3456789:z.& No+B5B4z0+,-./012;<=>?@|AAz.& Nt/N&B,B([D*B*N&T>N#_[z &' +
    ' C5B1B!B/]ZB(N#_ZC*Ne+C-%MB-N&B0B0N&T>N&_Ne+ZR&MB*z & C6B*B2ZB-z & B&&aB6(B6Ns+z,# D7B6z~Z!zv!C4#MB.P0 B7B6B6z' +
    'v!z~Z!C4B.N!Q0 B6z/                z|iB7z|sC4B.N#Q0  .B4.zv!B5z|sz.& B*B/ZC*B-N3ZC-/!..B(N&ZC(/!..B!N&ZC!/!..B' +
    ')N3ZC)/!...n&%!c&d,aB!z & C2B!z &3C1B!z &BC0B!z &JC/B!z &MC.B!z &UC-B!z &XC,B!z &^C+No1F# C!Nq1F# =Np1F# C*Nr1' +
    'F# C)Ns1F# =%MB!z & z/                z|FzYnB!z &3z/                z|FzYnO3gfB!z &Bz/                z|FzYnOB' +
    'gfB!z &Jz/                z|FzYnOJgfOd}QC%B*B![D&Ns R&MB%O!B&ngO!}I}OC%.%MB%O |w&MB B%}F}uD&N*_ZC(B%B%O!}I}OC%' +
    'B2B(z & B)B!B&ZI  N#_Zz,# D3zv!zu!C2B1B(z &3B3zv!zu!C1B0B(z &BB3zv!zu!C0B/B(z &JB3zv!zu!C/B.B(z &MB3zv!zu!C.B-' +
    'B(z &UB3zv!zu!C-B,B(z &XB3zv!zu!C,B+B(z &^B3zv!zu!C+/!..B NeM[C B*B!NM[D!S0 .B#B2z.& B#B1z.&3B#B0z.&BB#B/z.&JB' +
    '#B.z.&MB#B-z.&UB#B,z.&XB#B+z.&^..}s,|Q Ne+.M                                                                 N' +
    's+.&  eL N~=+.+     JgM N~E+.+     U}Ss N~M+.+~u}NH}1|l8~nL Nt+.+  t~uO|QvL N~^+.+}B|a}E|X~f|]~a|b Nw+.+      ' +
    '|[|h N~o+.+{%       Ne,.Jk~M~o~f~M~eC|c}(}m}D~,Tc}_|c=l!=l!~q|c:]~69]~6|{LWWWWWW}sL      tL No,.J,}9m6Q5v|bu|i' +
    '~l}3Pv}%|c|W~<|{}s~X@~<|c=l!=l!GL444444}MLWWWWWW~:L Nt,.&  ~&O Nu,.&  ~E~7 N~^,.&|_}xqL N~c,.& e|TL Nw,.&}Oe}*' +
    '~. N~k,.&  MS N~o,.&d    N~s,.;}3}5U|]~C|h~,|^+}U+|a~6}wG|b}x}xG|c   L Nj-.&  BL Nk-.&   M Nl-.;S};z}x}&~Q~e~4' +
    'I}4|I1Z~G}!s}/(}!Js|^}gs Nq-.;g>}!}Vy|V}(M~q|XW1~q}B}oM/&OE3~c~&M N~E-.7~aw~/~0|s6}w|aI|A}(~2}a}O+|c}g}x}x~3 N' +
    'w-.M                                                                 No..+  t~uO|QvL Nq..+}B|a}E|X~f|]~a|b Ns.' +
    '.+      tL N~=..+       M N~E..+WWWWWW~ZL N~M..+      wL Nt..+    }.}+,  N~^..+      J|h Nw..+{%    J|h N~o..+' +
    '      X|b Ne/.|[}aWWWWW~ZL&~q}e}g}g}g~NL}#}aDjER~GL~!}D}Z@~:}=~AL~S%~@}dYQ~<L}m~;}D~E,}h~8L|i|w|c~T5x~7L Nq/.+' +
    '      lK Ns/.+      X|c N~=/.+      wL N~E/.B{{{{{{{{{{{{{{{{                 Nw/.M                           ' +
    '                                      No0.M                                                                 Nw' +
    '0.M                                                                 No1.7                     N~E1.J          ' +
    '                                       Ne2.J                                                ',
  /** 4484 bytes. */
  distortion:
    ' }-}?}9!   !D)X#dd X&aaad X%ddd X  X!d!dX&dddd #2!%}1}:}B)}9}1}9};}>}E# !%+*!#% & ())!d!N .*|F%/}/};}:}?_}-}:_' +
    '}?P}:Y% *Y}5}?_};}>_ ))}9}1}9};}>}E# +!#/!>-~.?*~G#!*aB%z,# C&B%z,#&C(N C%%MB%N-|m&MB z/|xAV~G|xAV~G|xAV~G|xAV' +
    '~Gz~S!C)B z/|xAV~G|xAV~G|xAV~G|xAV~Gz~T!C*B#z/} }Y}l~B} }Y}l~B} }Y}l~B} }Y}l~Bz~S!D,B#z/} }Y}l~B} }Y}l~B} }Y}l' +
    '~B} }Y}l~Bz~T!D-z0&()*/012789:?@|AAB!zVB&zVC B)B*z0&()*/012789:?@|AAB+zVB(zVC#B,B-z0 !#%+,-.3456;<=>C!B)B*z0 !' +
    '#%+,-.3456;<=>C+B&z/~.}E|Z}l~.}E|Z}l~.}E|Z}l~.}E|Z}lz~ !C&B(z/}Q~ }3~0}Q~ }3~0}Q~ }3~0}Q~ }3~0z~ !C(B%N!ZC%/!.' +
    '.Nl5B z.& No5B!z.& Ns5B#z.& N~E5B+z.& .J B#N#_z4z/    !   #   %   z~ !B!z4B F#Jz4B NFZ3 .* Nt6E .~q+#4a3dB F#|' +
    'aCAB F#_C<B F#bC;B F#}X!N![N3_z4C1B F#i!N!ZN3_z4C0B F#j!N![N3_z4C/B F#k!N!ZN3_z4C.B F#^D|AN#_z4C-B F#}DD@N#_z4' +
    'C,B!N!B F#|iD?_Zz4C+B F#|[N |lC>B F#}4CCB F#e!Nc]B F#MDBN![[C=%MBABDS&MBBN![N2_B=B|A]B<BDB F#f![N!_BAN![D6[D!]' +
    'ZN!}AZz4B|Az4z/    !   #   %   z~*!z~ !C&B6N2_B=B@]B!B;]ZN!}AZz4B@z4z/    !   #   %   z~*!z~ !C%B>&MBDN*}=C7B ' +
    'F#}(B F#MN![N%}BN#ZN%_D6BDN%}B]ZC!N C8%MB6B8S&MB8B F#XZB!z & N+B7[z4z~*!B!B6Zz & B7z4z~*!z~ !z.& B!N3ZC!B8N3ZC' +
    '8/!...z/                C4z/                C5z/                C3z/                C2N C!%MB!BBR&MB&D#B-z~ !C' +
    '&B%D(B,z~ !C%B>&MB(B!N&}=&aB4B3N#z}y!z~ !C4B5B2N#z}y!z~ !(B!B F#XZD6z,# D(N%z}y!B6z,#+B(z~%!D3z/    !   #   % ' +
    '  z~*!z~ !C4B6N&ZD6z,# D(N%z}y!B6z,#+B(z~%!D2z/    !   #   %   z~*!z~ !.D5N)z}z!z~ !C(B#B4N)z}z!z~ !C#.B!BCZB#' +
    'B1zq!B0z~+!D*B#z|ZB(B/zq!B.z~+!D)B(z|Zz|sz|x&aB+B)N3z}z!B?z}y!B*N3z}z!z~ !z~ !D#z> C8N!B?_D7B#z>%D6ZB#z>#D:B7Z' +
    'B#z>!D9B7ZB7B8ZB6B:B9B8z/                zW!  zW! !zW! #zW! %zW! &zW! (zW! )zW! *D(z}U!B*N+zn!z/{   {   {   { ' +
    '  z|sD#N3z}y!z/ !   !   !   !  z~ !B#z~%!D#z~/!D*N+z}y!B(z}V!B#z~/!B*z~%!B)N+zn!z/{   {   {   {   z|sz~*!z~ !z' +
    '/ e   e   e   e  z~ !N3zn!D#B#z0 &+/ &+/ &+/ &+/(z/                .z}%#  B!N&ZC!/!..BBBCZCCBDN!ZCD/!...}Y&#+d' +
    '&aN!B F#|i_C&B F#|mC%B F#|qC#B F#h!D(N |oC*B(NA}AD!B!B(Z}?C)%MB)N |o&MNe#B)B)Ne#|s>z3C.B&C!%MB!B&B F#|aN!Z]R&M' +
    'N C+%MB+B F#MR&MB!B%ZB+ZD(z & D/B(N![z & D,z}EB/B,z}CB*>D-B(z &!D,z}EB-B,z}CB*>D-B(B&[z & D,z}EB-B,z}CB*>C-B!B' +
    '#ZB+ZB/B-B&B(Zz & D,z}EB-B,z}CB*>D,B/z}=B/B,z}=B*>D,z}U!B.z}c!z/e e e e e e e e z}Z!N+z}Y!B,z}V!B.z}c!z/e e e ' +
    'e e e e e z}Z!N+z}Y!z}2D,z}:B/B,z}=B*>B F#}!B+Zz & z|sz.& B+N3ZC+/!..B!B&ZC!/!..B%B#C%C#B*&MB B F#}X!N![D!N B!' +
    'N |o>K#}X!B B F#j!N![D!N B!N |o>K#j!B B F#i!N!ZD(B F#MN![D!B!B(|o>K#i!B B F#k!N!ZD(B F#|aN![D!B!B(|o>K#k!.B)Ne' +
    '#[C)/!..B%.~O)#)d)bB F#|W&Mz/                B!z4B F#Jz4B NBZ3 B Nl5|X# B F#|WD%nO!gO!bcOBh}uB%[K#e!B No5|X# B' +
    ' F#|WD%nO!gO!bcOBh}uB%[K#f!.B B!N 3!B H% Nl5F# q|i      tLl|i       |c}p|i      w~4l}pD.B.}pD-|i      wLlC,B H' +
    '%+D/Ns5F# q|i      tLl|i       |c}p|i      w~4l}p|i      wLlC+B |i      wLB-}oB,}qD-B H%3N~E5F# q|i      tLl|i' +
    '       |c}p|i      w~4l}pD0B.B.lB,}qD,}plB/No5F# q|i      tLl|i       |c}p|i      w~4l}p|i      wLlD.}q|i     ' +
    ' wM}p|i      tLl}j~s#K#^B B,B0B-}p}oB.}q|i      wM}p|i      tLl}j~s#K#_B B,}hB+}q|i      wM}p|i      tLl}j~s#K' +
    '#}DB B-B+}q|i      wM}p|i      tLl}j~s#K#bB B H%;N}r5F# q|i      tLl|i       |c}p|i      w~4l}p|i      tLl}j~s' +
    '#K#h!B F#|[P&M2.B F#MN![N%}BN#ZC*B F#|aN![N%}BN#ZC&%MB#B&N!ZB*N!ZN!_]R&MB#N2}=P&MB B!B#N&}BN!Z3!.B F#YB#N#_ZB ' +
    '|X#|[B#N%}=N&_Nl5ZB#N/}=Z|X# O!gO{{{{2}IcOeeee+bOB}S|c# B#N!ZC#/!..B F#YC!B F#}(C B*N!ZN%_C(N C#%MB#B&R&MN C%%' +
    'MB%B*N!_R&MB B!B(ZD)F#+B)F# B!F# B!F#+ZZZN#}AK# B!N&ZC!B N&ZC B%N!ZC%/!..B!N+ZC!B#N!ZC#/!...~7(#1d!cB F#]C1%MB' +
    '%B(S&MB B(N#_D.B#ZF# D03(N C2B F#|mD,C)%MB)B,B F#UZR&MB)z/                z.& B)N3ZC)/!..B!F#&B0N#_ZD)F# C&B)F' +
    '#&C-N!B F#|i_D3N![D+C4B N K#j!B&C)%MB)B-R&MB F#|yB!F#+B)N!_Z|R! N#_ZF# C3B&B)Q&MB B3B F#|i}BN![K#j!.B4B+B3}=D*' +
    'B*B4S>C4B2B*B*B2R>C2B,B3ZB!F#/B)ZI  |^  B)N!ZC)/!..B B4K#}X!B B2K#i!B B3B F#|i}BN![K#k!B B 3&3%B F#|aB F#M]C+B' +
    ' F#}4C*B F#]D&F#+B/N!_ZC,B/B&F#/ZC3N C)%MB)B+R&MB)B*ZD&z & z/                z|FzYnB&N3Zz & z/                ' +
    'z|FzYnO3gfB&NBZz & z/                z|FzYnOBgfB&NJZz & z/                z|FzYnOJgfOd}QC5B+B)[D&Ns R&MB5O!B&n' +
    'gO!}I}OC5.%MB5O |w&MB,B)B5}F}uZD&|_! B3B&B*ZI  |^  B,N#ZC,B3N!ZC3B5B5O!}I}OC5/!..B)NM[C)/!..B1F#&B(N!ZD&N#_ZB3' +
    'B F#]F#/[D/K# B1F#3B(ZB!F#3B0ZI  |^  B1F#;B.ZB0K# B&C(/!....~@(> No2.M                                        ' +
    '                         Nw2.+      wL N~o2.+     JgM Ne3.+     U}Ss Nh3.+~u}NH}1|l8~nL Ni3.+  t~uO|QvL Nk3.+}' +
    'B|a}E|X~f|]~a|b Nl3.+      |[|h Nm3.+{%       No3.Jk~M~o~f~M~eC|c}(}m}D~,Tc}_|c=l!=l!~q|c:]~69]~6|{LWWWWWW}sL ' +
    '     tL Nt3.J,}9m6Q5v|bu|i~l}3Pv}%|c|W~<|{}s~X@~<|c=l!=l!GL444444}MLWWWWWW~:L Ni4.&  ~&O Nj4.&  ~E~7 Nk4.&|_}x' +
    'qL N}j4.& e|TL Nl4.&}Oe}*~. N}r4.&  MS Nm4.&d    N}z4.;}3}5U|]~C|h~,|^+}U+|a~6}wG|b}x}xG|c   L N~=4.+      uL ' +
    'N~E4.+       M N~M4.;S};z}x}&~Q~e~4I}4|I1Z~G}!s}/(}!Js|^}gs Nw4.;g>}!}Vy|V}(M~q|XW1~q}B}oM/&OE3~c~&M Nh5.7~aw~' +
    '/~0|s6}w|aI|A}(~2}a}O+|c}g}x}x~3 Nl5.M                                                                 Nt5.M  ' +
    '                                                               Nl6.M                                          ' +
    '                      ',
}
