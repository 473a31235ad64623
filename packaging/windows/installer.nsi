; The Windows installer: for one user, without an administrator. Compile it with
;   makensis -DVERSION=1.2.3 -DPAYLOAD=dist\protocol-designer -DOUT=setup.exe packaging\windows\installer.nsi
; setup.exe /S installs silently, /D=C:\folder (last, without quotes) elsewhere; uninstall.exe /S removes silently.
Target amd64-unicode
Unicode true
ManifestDPIAware true
!include "MUI2.nsh"
!include "FileFunc.nsh"

!ifndef VERSION
    !error "give the version: -DVERSION=1.2.3"
!endif
!ifndef PAYLOAD
    !error "give the folder of the built program: -DPAYLOAD=folder"
!endif
!ifndef OUT
    !define OUT "protocol-designer-${VERSION}-setup.exe"
!endif
!define APP "Protocol Designer"
!define EXE "protocol-designer.exe"
!define TYPE "ProtocolDesigner.Protocol"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\ProtocolDesigner"

Name "${APP} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Protocol Designer"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "FileDescription" "${APP} installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Removes the program files of an installation. Only a folder that holds this program is emptied.
!macro REMOVE_PROGRAM
    IfFileExists "$INSTDIR\${EXE}" 0 +3
        RMDir /r "$INSTDIR\_internal"
        Delete "$INSTDIR\${EXE}"
!macroend

Section "install"
    ; While the program runs its file cannot be written: say so before anything is changed.
    IfFileExists "$INSTDIR\${EXE}" 0 writable
    try:
        ClearErrors
        FileOpen $0 "$INSTDIR\${EXE}" a
        IfErrors 0 closed
            MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
                "Close ${APP} first. Every completed change is in its file already." /SD IDCANCEL IDRETRY try
            SetErrorLevel 2
            Abort
    closed:
        FileClose $0
    writable:
    !insertmacro REMOVE_PROGRAM
    SetOutPath "$INSTDIR"
    File /r "${PAYLOAD}\*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}"

    WriteRegStr HKCU "Software\Classes\.ketprotocol" "" "${TYPE}"
    WriteRegStr HKCU "Software\Classes\.ketprotocol" "Content Type" "application/x-ketprotocol"
    WriteRegStr HKCU "Software\Classes\.ketprotocol\OpenWithProgids" "${TYPE}" ""
    WriteRegStr HKCU "Software\Classes\${TYPE}" "" "Trial protocol"
    WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\${EXE},0"
    WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'

    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${APP}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Protocol Designer contributors"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; Protocols, drafts and settings of the user stay.
Section "Uninstall"
    !insertmacro REMOVE_PROGRAM
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${APP}.lnk"
    DeleteRegKey HKCU "Software\Classes\${TYPE}"
    DeleteRegValue HKCU "Software\Classes\.ketprotocol\OpenWithProgids" "${TYPE}"
    ReadRegStr $0 HKCU "Software\Classes\.ketprotocol" ""
    StrCmp $0 "${TYPE}" 0 +2
        DeleteRegKey HKCU "Software\Classes\.ketprotocol"
    DeleteRegKey HKCU "${UNINSTALL}"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
