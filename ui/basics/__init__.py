"""What every part of the window is made of: colours, icons, light, figures, menus."""
