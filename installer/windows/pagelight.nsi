; Installs Pagelight for the person who runs it, without asking for an administrator.
;
;   makensis -DVERSION=0.1.0 -DPROGRAM=..\..\dist\pagelight -DOUT=..\..\dist\pagelight-0.1.0-setup.exe installer\windows\pagelight.nsi
;
; Add /S to install or uninstall without questions; the library then stays. Compiled on Debian in the tests; on Windows it
; is untried.

Unicode true
ManifestSupportedOS all
ManifestLongPathAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64

!include "MUI2.nsh"
!include "FileFunc.nsh"

!ifndef VERSION
  !error "say which version: -DVERSION=0.1.0"
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Pagelight"
!define PROGRAM_KEY "Software\Classes\Applications\pagelight.exe"

Name "Pagelight"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Pagelight"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Pagelight"
VIAddVersionKey "FileDescription" "Installs Pagelight"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The Pagelight authors, AGPL 3.0 or later"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_FINISHPAGE_RUN "$INSTDIR\pagelight.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "gui"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString RUNNING ${LANG_ENGLISH} "Pagelight is running. Close it, then go on."
LangString RUNNING ${LANG_GERMAN} "Pagelight läuft noch. Bitte schließen, dann weitermachen."
LangString LIBRARY ${LANG_ENGLISH} "Delete Pagelight's library, settings and downloaded models as well?$\r$\n$\r$\nYour documents stay in any case. Without the library they would have to be indexed again."
LangString LIBRARY ${LANG_GERMAN} "Auch die Bibliothek, die Einstellungen und die heruntergeladenen Modelle von Pagelight löschen?$\r$\n$\r$\nDie Dokumente selbst bleiben auf jeden Fall. Ohne die Bibliothek müssten sie neu indexiert werden."
LangString OPEN_WITH ${LANG_ENGLISH} "Find pages with Pagelight"
LangString OPEN_WITH ${LANG_GERMAN} "Seiten mit Pagelight finden"

; A program that runs cannot be replaced: its file refuses to be opened for writing.
!macro WAIT_UNTIL_CLOSED UN
  Function ${UN}WaitUntilClosed
    again:
    IfFileExists "$INSTDIR\pagelight.exe" 0 closed
    ClearErrors
    FileOpen $0 "$INSTDIR\pagelight.exe" a
    IfErrors 0 opened
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
    Abort
    opened:
    FileClose $0
    closed:
  FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Section "Pagelight"
  Call WaitUntilClosed
  ; Nothing of an older version may stay among the files of the newer one. Only what we put there is deleted.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Pagelight.lnk" "$INSTDIR\pagelight.exe" "gui"

  ; "Open with" for its kinds of files, and a word in the menu of folders. No file is taken from another program.
  WriteRegStr HKCU "${PROGRAM_KEY}" "FriendlyAppName" "Pagelight"
  WriteRegStr HKCU "${PROGRAM_KEY}\shell\open\command" "" '"$INSTDIR\pagelight.exe" gui "%1"'
  !macro SUPPORTS SUFFIX
    WriteRegStr HKCU "${PROGRAM_KEY}\SupportedTypes" "${SUFFIX}" ""
  !macroend
  !insertmacro SUPPORTS ".pdf"
  !insertmacro SUPPORTS ".png"
  !insertmacro SUPPORTS ".jpg"
  !insertmacro SUPPORTS ".jpeg"
  !insertmacro SUPPORTS ".jpe"
  !insertmacro SUPPORTS ".webp"
  !insertmacro SUPPORTS ".tif"
  !insertmacro SUPPORTS ".tiff"
  !insertmacro SUPPORTS ".bmp"
  !insertmacro SUPPORTS ".gif"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Pagelight" "" "$(OPEN_WITH)"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Pagelight" "Icon" "$INSTDIR\pagelight.exe"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Pagelight\command" "" '"$INSTDIR\pagelight.exe" gui "%1"'
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\pagelight.exe" "" "$INSTDIR\pagelight.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Pagelight"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\pagelight.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Pagelight authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\pagelight.exe"
  Delete "$INSTDIR\uninstall.exe"
  ; Only if nothing of the person's own lies there.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Pagelight.lnk"
  DeleteRegKey HKCU "${PROGRAM_KEY}"
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Pagelight"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\pagelight.exe"
  DeleteRegKey HKCU "${UNINSTALL}"
  ; Add-ons are programs; what they made is in the library.
  RMDir /r "$LOCALAPPDATA\Pagelight\addons"
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(LIBRARY)" /SD IDNO IDNO keep
  RMDir /r "$LOCALAPPDATA\Pagelight"
  keep:
SectionEnd
